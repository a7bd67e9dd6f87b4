package dev.riffle.analysis;

import java.util.Arrays;

/** The order of scores: greater ones first, equals as they come, what is not a number last. */
final class Descending {
  private Descending() {}

  /** {@code [rank]} the place of a score; −0 equals 0. */
  static int[] order(double[] scores) {
    double[] negated = new double[scores.length];
    for (int i = 0; i < scores.length; i++) {
      negated[i] = -scores[i] + 0.0; // + 0.0 turns −0 into 0
    }
    double[] distinct = negated.clone();
    Arrays.sort(distinct);
    int count = 0;
    for (int i = 0; i < distinct.length; i++) {
      if (i == 0 || Double.compare(distinct[i], distinct[count - 1]) != 0) {
        distinct[count++] = distinct[i];
      }
    }
    int[] levels = new int[scores.length];
    int[] next = new int[count + 1]; // [level] the rank that its next score gets
    for (int i = 0; i < scores.length; i++) {
      levels[i] = Arrays.binarySearch(distinct, 0, count, negated[i]);
      next[levels[i] + 1]++;
    }
    for (int level = 0; level < count; level++) {
      next[level + 1] += next[level];
    }
    int[] order = new int[scores.length];
    for (int i = 0; i < scores.length; i++) {
      order[next[levels[i]]++] = i;
    }
    return order;
  }
}
