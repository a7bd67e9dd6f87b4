package dev.riffle.report;

import java.util.Arrays;

/** How long runs took, in ascending order, in milliseconds. */
public record Times(double[] milliseconds) {

  /** Sorts a copy. */
  public Times {
    milliseconds = milliseconds.clone();
    Arrays.sort(milliseconds);
  }

  public double median() {
    return quantile(0.5);
  }

  public double least() {
    return quantile(0);
  }

  public double p90() {
    return quantile(0.9);
  }

  // Between two runs, in a straight line.
  private double quantile(double share) {
    double place = share * (milliseconds.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, milliseconds.length - 1);
    return milliseconds[below] + (place - below) * (milliseconds[above] - milliseconds[below]);
  }
}
