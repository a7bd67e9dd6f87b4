package dev.riffle.train.record;

/**
 * The best evaluation so far.
 *
 * @param step after which step it was
 * @param score what was measured, more is better
 */
public record Best(long step, double score) {}
