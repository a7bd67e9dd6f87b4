/** What a training run leaves behind, and how it goes on after it was cut off. */
package dev.riffle.train.record;
