/** Optimisers: how gradients change a network's numbers. */
package dev.riffle.train.optimize;
