/**
 * Sums and orders of doubles exactly as NumPy has them, on which the last bit of a figure hangs.
 */
package dev.riffle.eval.numpy;
