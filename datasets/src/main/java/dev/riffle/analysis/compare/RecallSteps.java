package dev.riffle.analysis.compare;

import java.util.Arrays;

/**
 * How many recall thresholds a number of true positives reaches. Tables are kept: one thread at a
 * time.
 */
final class RecallSteps {
  private static final int KEPT = 1024;

  private final double[] thresholds;
  private final int[][] kept = new int[KEPT][]; // [positives][true positives]

  /**
   * Takes the thresholds.
   *
   * @throws IllegalArgumentException unless they ascend: where they do not, what is reached depends
   *     on their order
   */
  RecallSteps(double[] thresholds) {
    this.thresholds = thresholds;
    for (int r = 1; r < thresholds.length; r++) {
      if (thresholds[r] < thresholds[r - 1]) {
        throw new IllegalArgumentException(
            "recall thresholds: expected ascending ones, found " + Arrays.toString(thresholds));
      }
    }
  }

  /** {@code [true positives]} thresholds r with true positives / positives ≥ r, in doubles. */
  int[] of(int positives) {
    if (positives < KEPT && kept[positives] != null) {
      return kept[positives];
    }
    int[] counts = new int[positives + 1];
    int reached = 0;
    for (int n = 0; n <= positives; n++) {
      double recall = (double) n / positives;
      while (reached < thresholds.length && recall >= thresholds[reached]) {
        reached++;
      }
      counts[n] = reached;
    }
    if (positives < KEPT) {
      kept[positives] = counts;
    }
    return counts;
  }
}
