package dev.riffle.gradient.reference;

/**
 * A parameter, and the slopes of the loss along its numbers. Neither array is copied.
 *
 * @param values what the network computes with
 * @param slopes to be added to
 */
record ParameterSlopes(float[] values, double[] slopes) {}
