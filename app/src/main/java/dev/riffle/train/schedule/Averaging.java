package dev.riffle.train.schedule;

import dev.riffle.graph.Default;
import dev.riffle.train.optimize.Range;

/**
 * That a second set of numbers follows the first slowly; it is what is evaluated and kept.
 *
 * @param decay how much of it stays in a step
 * @param ramp steps in which the decay comes to 63 % of that, at first being less; 0 for none
 */
public record Averaging(@Default("0.9998") double decay, @Default("2000") double ramp) {

  public Averaging {
    Range.share("decay", decay);
    Range.notNegative("ramp", ramp);
  }
}
