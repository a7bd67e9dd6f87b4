/**
 * Optimisers: how gradients change a network's numbers. The sealed rules and what keeps their
 * memory stay together, because only here is a rule handed the arrays that it changes.
 */
package dev.riffle.train.optimize;
