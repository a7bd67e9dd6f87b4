package dev.riffle.train.schedule;

import dev.riffle.graph.Default;
import dev.riffle.train.optimize.Range;

/**
 * A learning rate that rises in a straight line before it is what it should be.
 *
 * @param steps how long
 * @param ratio what part of it the first step has
 */
public record WarmUp(int steps, @Default("0.1") double ratio) {

  public WarmUp {
    Range.positive("steps", steps);
    Range.notNegative("ratio", ratio);
  }

  /** What the learning rate is to be multiplied by at a step, counted from 0. */
  double factor(long step) {
    return step >= steps ? 1 : 1 - (1 - (double) step / steps) * (1 - ratio);
  }
}
