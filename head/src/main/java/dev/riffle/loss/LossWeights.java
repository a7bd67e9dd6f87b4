package dev.riffle.loss;

import dev.riffle.graph.Default;
import dev.riffle.loss.term.BoxOverlap;

/**
 * How much the terms of a detection loss count, and which overlap boxes are to reach.
 *
 * @param qualityFocal of the term {@code qfl}: class and quality in one
 * @param box of the term {@code box}: one less the overlap
 * @param distribution of the term {@code dfl}: each side's distribution
 * @param overlap between a predicted box and its object's
 */
public record LossWeights(
    @Default("1") double qualityFocal,
    @Default("2") double box,
    @Default("0.25") double distribution,
    @Default("\"GIOU\"") BoxOverlap overlap) {

  public LossWeights {
    notNegative("qualityFocal", qualityFocal);
    notNegative("box", box);
    notNegative("distribution", distribution);
  }

  private static void notNegative(String what, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(what + ": expected 0 or more, found " + value);
    }
  }
}
