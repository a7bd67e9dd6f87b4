/** Where training starts: numbers from a seed, or weights, with a new list of classes or not. */
package dev.riffle.train.start;
