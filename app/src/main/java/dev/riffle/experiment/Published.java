package dev.riffle.experiment;

/**
 * What the authors state of a model.
 *
 * @param measure what was measured, on what
 * @param percent the figure
 */
public record Published(String measure, double percent) {}
