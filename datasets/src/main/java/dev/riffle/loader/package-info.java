/** Batches for training: which pictures a step sees, made ready by several threads. */
package dev.riffle.loader;
