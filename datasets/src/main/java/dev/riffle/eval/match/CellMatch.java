package dev.riffle.eval.match;

import dev.riffle.eval.overlap.Overlaps;
import java.util.Arrays;

/**
 * Matches detections with annotations in one image and category at a time, greedily by descending
 * score, in all lanes at once.
 *
 * <p>In each lane a detection takes the annotation with the greatest IoU of those that are free (a
 * crowd always is) and reach the threshold, the last one of equals; ignored annotations only where
 * there is no other.
 */
final class CellMatch {
  private final Grouped grouped;
  private final Overlaps overlaps;
  private final boolean[] crowds;

  long[] right = {}; // [rank] lanes in which it is a true positive
  long[] matched = {}; // [rank] lanes in which it is that or matched with an ignored annotation
  int[] truth = {}; // [rank] annotation last matched, −1 for none
  private Lanes lanes;
  private int[] picked = {}; // detections of the cell
  private double[] iou = {}; // [detection][truth]
  private long[] ignoring = {}; // [truth] lanes in which it is ignored
  private long[] used = {}; // [truth] lanes in which it is taken for good
  private int[] candidates = {};

  CellMatch(Grouped grouped, Overlaps overlaps) {
    this.grouped = grouped;
    this.overlaps = overlaps;
    crowds = grouped.dataset.annotations().crowds();
  }

  void reserve(int size) {
    right = new long[size];
    matched = new long[size];
    truth = new int[size];
  }

  void begin(Lanes those, int size) {
    lanes = those;
    Arrays.fill(right, 0, size, 0);
    Arrays.fill(matched, 0, size, 0);
    Arrays.fill(truth, 0, size, -1);
  }

  /**
   * One cell.
   *
   * @param detection {@code [rank]} indices into the results
   * @param ranks those of the cell's detections, from {@code firstRank} on, {@code count} of them
   * @param first the cell's first truth, of {@code truthCount}
   */
  void cell(int[] detection, int[] ranks, int firstRank, int count, int first, int truthCount) {
    reserve(count, truthCount);
    for (int d = 0; d < count; d++) {
      picked[d] = detection[ranks[firstRank + d]];
    }
    int[] truths = grouped.truths.index;
    overlaps.fill(picked, count, truths, first, truthCount, iou);
    boolean ready = false;
    for (int d = 0; d < count; d++) {
      int found = candidates(d * truthCount, truthCount, lanes.lowest);
      if (found == 0) {
        continue;
      }
      if (!ready) {
        prepare(truths, first, truthCount);
        ready = true;
      }
      match(ranks[firstRank + d], d * truthCount, found, truths, first, truthCount);
    }
  }

  // Those that reach any threshold at all.
  private int candidates(int row, int truthCount, double lowest) {
    int found = 0;
    for (int g = 0; g < truthCount; g++) {
      if (!(iou[row + g] < lowest)) {
        candidates[found++] = g;
      }
    }
    return found;
  }

  private void match(int rank, int row, int found, int[] truths, int first, int truthCount) {
    int g = candidates[0];
    double only = iou[row + g];
    if (found == 1 && only == only) {
      take(rank, g, truths[first + g], lanes.reached(only) & ~used[g]);
    } else if (sorted(row, found)) {
      takeBest(rank, row, found, truths, first);
    } else {
      for (int lane = 0; lane < lanes.count; lane++) {
        takeInOneLane(rank, row, truthCount, truths, first, lane);
      }
    }
  }

  private void reserve(int count, int truthCount) {
    if (picked.length < count) {
      picked = new int[count * 2];
    }
    if (iou.length < count * truthCount) {
      iou = new double[count * truthCount * 2];
    }
    if (candidates.length < truthCount) {
      candidates = new int[truthCount * 2];
      ignoring = new long[truthCount * 2];
      used = new long[truthCount * 2];
    }
  }

  private void prepare(int[] truths, int first, int truthCount) {
    for (int g = 0; g < truthCount; g++) {
      used[g] = 0;
      ignoring[g] = lanes.all & ~lanes.lanesOf(grouped.toFind(truths[first + g], lanes));
    }
  }

  // By descending IoU, of equals the last first. False where one is not a number.
  private boolean sorted(int row, int found) {
    for (int i = 0; i < found; i++) {
      int g = candidates[i];
      double its = iou[row + g];
      if (its != its) {
        return false;
      }
      int j = i - 1;
      while (j >= 0 && iou[row + candidates[j]] <= its) {
        candidates[j + 1] = candidates[j];
        j--;
      }
      candidates[j + 1] = g;
    }
    return true;
  }

  private void takeBest(int rank, int row, int found, int[] truths, int first) {
    long open = lanes.all;
    for (int i = 0; i < found && open != 0; i++) {
      int g = candidates[i];
      long taken = open & lanes.reached(iou[row + g]) & ~used[g] & ~ignoring[g];
      take(rank, g, truths[first + g], taken);
      open &= ~taken;
    }
    for (int i = 0; i < found && open != 0; i++) {
      int g = candidates[i];
      long taken = open & lanes.reached(iou[row + g]) & ~used[g] & ignoring[g];
      take(rank, g, truths[first + g], taken);
      open &= ~taken;
    }
  }

  // The rule word by word, for IoUs that are not numbers: such a one beats all before it and is
  // beaten by all after it.
  private void takeInOneLane(int rank, int row, int truthCount, int[] truths, int first, int lane) {
    long bit = 1L << lane;
    for (long phase = 0; phase < 2; phase++) {
      double best = lanes.least[lane % lanes.thresholds];
      int m = -1;
      for (int g = 0; g < truthCount; g++) {
        boolean ofPhase = (ignoring[g] >>> lane & 1) == phase;
        if (ofPhase && (used[g] & bit) == 0 && !(iou[row + g] < best)) {
          best = iou[row + g];
          m = g;
        }
      }
      if (m >= 0) {
        take(rank, m, truths[first + m], bit);
        return;
      }
    }
  }

  private void take(int rank, int g, int its, long taken) {
    if (taken == 0) {
      return;
    }
    if (!crowds[its]) {
      used[g] |= taken;
    }
    long wrong = taken & ignoring[g];
    matched[rank] |= wrong;
    if (its != grouped.zero) {
      right[rank] |= taken & ~wrong;
      matched[rank] |= taken;
      truth[rank] = its;
    }
  }
}
