package dev.riffle.analysis.compare;

import dev.riffle.eval.Settings;
import dev.riffle.eval.match.Outcomes;
import java.util.Arrays;

/**
 * Mean precision and recall over images that are counted so and so often. An image that counts
 * twice ranks each of its detections twice, one right after the other. Buffers are kept: one thread
 * at a time.
 */
final class Accumulation {
  private static final double EPSILON = Math.ulp(1.0);

  private final Settings settings;
  private final RecallSteps steps;
  private final double[][] precision; // [threshold][area] sum over categories and recalls
  private final double[][][] recall; // [limit][threshold][area] sum over categories
  private final int[] present; // [area] categories with something to find
  private final int[] plain = new int[64]; // [area] false positives in all its combinations
  private final int[] extra = new int[64]; // [lane] further ones
  private final int[] found = new int[64]; // [lane] true positives
  private final int[] points = new int[64]; // [lane] points of the curve
  private final int[] positives = new int[64]; // [area]
  private final int[][] foundByLimit; // [limit][lane] those that no lesser limit lets pass
  private double[] curve = {}; // [lane][point] precision
  private int[] reached = {}; // [lane][point] true positives

  Accumulation(Settings settings) {
    this.settings = settings;
    steps = new RecallSteps(settings.recallThresholds());
    int thresholds = settings.iouThresholds().length;
    int areas = settings.areas().size();
    precision = new double[thresholds][areas];
    recall = new double[settings.maxDetections().length][thresholds][areas];
    present = new int[areas];
    foundByLimit = new int[settings.maxDetections().length][64];
  }

  /**
   * Accumulates anew.
   *
   * @param weights {@code [image]} how often it counts
   */
  void accumulate(Replay replay, int[] weights) {
    for (double[] row : precision) {
      Arrays.fill(row, 0);
    }
    for (double[][] rows : recall) {
      for (double[] row : rows) {
        Arrays.fill(row, 0);
      }
    }
    Arrays.fill(present, 0);
    for (Replay.Block block : replay.blocks()) {
      for (Replay.Ranked category : block.categories()) {
        if (countPositives(block.outcomes(), category, weights)) {
          walk(block.outcomes(), category, weights);
          sum(block.outcomes(), category.found());
        }
      }
    }
  }

  /**
   * The mean over categories, thresholds and recalls; −1 where there is nothing to find.
   *
   * @param threshold −1 for all of them
   */
  double meanPrecision(int threshold, int area) {
    double sum = 0;
    for (int t = 0; t < precision.length; t++) {
      sum += threshold < 0 || threshold == t ? precision[t][area] : 0;
    }
    int thresholds = threshold < 0 ? precision.length : 1;
    double count = (double) present[area] * thresholds * settings.recallThresholds().length;
    return present[area] == 0 ? -1 : sum / count;
  }

  /** Likewise of recall. */
  double meanRecall(int threshold, int area, int limit) {
    double sum = 0;
    for (int t = 0; t < precision.length; t++) {
      sum += threshold < 0 || threshold == t ? recall[limit][t][area] : 0;
    }
    int thresholds = threshold < 0 ? precision.length : 1;
    return present[area] == 0 ? -1 : sum / ((double) present[area] * thresholds);
  }

  private boolean countPositives(Outcomes outcomes, Replay.Ranked category, int[] weights) {
    Arrays.fill(positives, 0, outcomes.areas(), 0);
    for (int i = 0; i < category.truthImage().length; i++) {
      int weight = weights[category.truthImage()[i]];
      for (long bits = category.truthAreas()[i]; bits != 0; bits &= bits - 1) {
        positives[Long.numberOfTrailingZeros(bits)] += weight;
      }
    }
    boolean any = false;
    for (int a = 0; a < outcomes.areas(); a++) {
      any |= positives[a] > 0;
      if (positives[a] > 0 && outcomes.firstThreshold() == 0) {
        present[outcomes.firstArea() + a]++;
      }
    }
    return any;
  }

  private void walk(Outcomes outcomes, Replay.Ranked category, int[] weights) {
    int lanes = outcomes.thresholds() * outcomes.areas();
    Arrays.fill(plain, 0, outcomes.areas(), 0);
    Arrays.fill(extra, 0, lanes, 0);
    Arrays.fill(found, 0, lanes, 0);
    Arrays.fill(points, 0, lanes, 0);
    for (int[] its : foundByLimit) {
      Arrays.fill(its, 0, lanes, 0);
    }
    int size = category.image().length;
    int stride = category.found();
    if (curve.length < lanes * stride) {
      curve = new double[lanes * stride];
      reached = new int[lanes * stride];
    }
    int[] image = category.image();
    long[] areas = category.areas();
    for (int rank = 0; rank < size; rank++) {
      int weight = weights[image[rank]];
      if (weight == 0) {
        continue;
      }
      long bits = areas[rank];
      if (bits == 0) {
        step(outcomes.thresholds(), stride, category, rank, weight);
      }
      for (; bits != 0; bits &= bits - 1) {
        plain[Long.numberOfTrailingZeros(bits)] += weight;
      }
    }
  }

  private void step(int thresholds, int stride, Replay.Ranked category, int rank, int weight) {
    for (long bits = category.wrong()[rank]; bits != 0; bits &= bits - 1) {
      extra[Long.numberOfTrailingZeros(bits)] += weight;
    }
    int[] passing = foundByLimit[category.limit()[rank]];
    for (long bits = category.right()[rank]; bits != 0; bits &= bits - 1) {
      int lane = Long.numberOfTrailingZeros(bits);
      passing[lane] += weight;
      found[lane] += weight;
      double truePositives = found[lane];
      double falsePositives = plain[lane / thresholds] + extra[lane];
      int at = lane * stride + points[lane]++;
      curve[at] = truePositives / (falsePositives + truePositives + EPSILON);
      reached[at] = found[lane];
    }
  }

  // Of equal detections in a row the last has the best precision, so it stands for all of them.
  private void sum(Outcomes outcomes, int stride) {
    for (int a = 0; a < outcomes.areas(); a++) {
      if (positives[a] == 0) {
        continue;
      }
      int[] counts = steps.of(positives[a]);
      for (int t = 0; t < outcomes.thresholds(); t++) {
        int lane = a * outcomes.thresholds() + t;
        double sum = 0;
        double best = 0;
        int start = lane * stride;
        for (int at = start + points[lane] - 1; at >= start; at--) {
          best = Math.max(best, curve[at]);
          int before = at == start ? 0 : counts[reached[at - 1]];
          sum += best * (counts[reached[at]] - before);
        }
        int threshold = outcomes.firstThreshold() + t;
        int area = outcomes.firstArea() + a;
        precision[threshold][area] += sum;
        int total = 0;
        for (int m = 0; m < foundByLimit.length; m++) {
          total += foundByLimit[m][lane];
          recall[m][threshold][area] += (double) total / positives[a];
        }
      }
    }
  }
}
