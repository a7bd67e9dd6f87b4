/** Training: from an experiment to weights. */
package dev.riffle.train;
