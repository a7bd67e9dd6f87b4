package dev.riffle.eval.match;

import dev.riffle.eval.Evaluation;
import dev.riffle.eval.Settings;
import dev.riffle.eval.overlap.Overlaps;
import java.util.Arrays;

/**
 * Precision over recall for the categories that one thread takes on.
 *
 * <p>Between two true positives precision does not rise, so the envelope of a curve is that of its
 * true positives, and recall thresholds become numbers of true positives.
 */
final class Curves {
  private static final double EPSILON = Math.ulp(1.0);

  private final Settings settings;
  private final double[] scores;
  private final Lanes[] blocks;
  private final CategoryPass pass;
  private final double[] precision; // [threshold][recall][area][limit] of one category
  private final double[] score; // likewise
  private final double[] recall; // [threshold][area][limit]
  private final int limits;
  private final int[] plain; // [area] false positives in all its lanes
  private final int[] extra; // [lane] further false positives
  private final int[] found; // [lane] true positives
  private final int[] areaOf; // [lane]
  private final int[][] needed; // [area][recall] true positives from which on it is reached
  private double[] curve = {}; // [lane][true positive] precision
  private int[] rankOf = {}; // [lane][true positive] its rank
  private int stride; // of the two above

  Curves(Grouped grouped, Overlaps overlaps, Lanes[] blocks) {
    this.blocks = blocks;
    settings = grouped.settings;
    scores = grouped.results.scores();
    pass = new CategoryPass(grouped, overlaps);
    limits = settings.maxDetections().length;
    int areas = settings.areas().size();
    int thresholds = settings.iouThresholds().length;
    recall = new double[thresholds * areas * limits];
    precision = new double[recall.length * settings.recallThresholds().length];
    score = new double[precision.length];
    plain = new int[64];
    extra = new int[64];
    found = new int[64];
    areaOf = new int[64];
    needed = new int[64][settings.recallThresholds().length];
  }

  /** Evaluates a category and puts its figures into their place. */
  void evaluate(int k, Evaluation into) {
    Arrays.fill(precision, -1);
    Arrays.fill(score, -1);
    Arrays.fill(recall, -1);
    pass.rank(k);
    for (Lanes lanes : blocks) {
      CellMatch match = pass.match(lanes);
      int most = 0;
      for (int a = 0; a < lanes.areas; a++) {
        most = Math.max(most, pass.positives[a]);
        countNeeded(pass.positives[a], needed[a]);
        Arrays.fill(
            areaOf, a * lanes.thresholds, (a + 1) * lanes.thresholds, a); // lanes of the area
      }
      if (most == 0) {
        continue;
      }
      stride = most;
      if (curve.length < stride * lanes.count) {
        curve = new double[stride * lanes.count];
        rankOf = new int[stride * lanes.count];
      }
      int last = limits - 1;
      for (int m = last; m >= 0; m--) {
        if (m < last && pass.largestCell <= settings.maxDetections()[m]) {
          repeat(lanes, m);
          continue;
        }
        walk(lanes, match, settings.maxDetections()[m]);
        for (int lane = 0; lane < lanes.count; lane++) {
          if (pass.positives[areaOf[lane]] > 0) {
            sample(lanes, lane, m);
          }
        }
      }
    }
    put(k, into);
  }

  private void put(int k, Evaluation into) {
    int row = settings.areas().size() * limits;
    put(precision, into.precision(), row, k, into.categories().size());
    put(score, into.scores(), row, k, into.categories().size());
    put(recall, into.recall(), row, k, into.categories().size());
  }

  // From [T][R][row] or [T][row] of one category to the same of all, [T][R][K][row] or [T][K][row].
  private static void put(double[] from, double[] to, int row, int k, int categories) {
    for (int i = 0; i < from.length / row; i++) {
      System.arraycopy(from, i * row, to, (i * categories + k) * row, row);
    }
  }

  // needed[r] = the least n with n / positives ≥ recallThresholds[r], in doubles.
  private void countNeeded(int positives, int[] counts) {
    double[] thresholds = settings.recallThresholds();
    for (int r = 0; r < counts.length; r++) {
      double threshold = thresholds[r];
      int n = (int) Math.max(0, Math.min(positives + 1.0, Math.ceil(threshold * positives)));
      while (n > 0 && (double) (n - 1) / positives >= threshold) {
        n--;
      }
      while (n <= positives && (double) n / positives < threshold) {
        n++;
      }
      counts[r] = n;
    }
  }

  private void walk(Lanes lanes, CellMatch match, int limit) {
    Arrays.fill(plain, 0);
    Arrays.fill(extra, 0);
    Arrays.fill(found, 0);
    for (int rank = 0; rank < pass.size; rank++) {
      if (pass.rankInCell[rank] >= limit) {
        continue;
      }
      long holding = pass.areasHolding[rank];
      if (match.matched[rank] == 0) {
        while (holding != 0) {
          plain[Long.numberOfTrailingZeros(holding)]++;
          holding &= holding - 1;
        }
      } else {
        step(lanes, rank, match.right[rank], lanes.lanesOf(holding) & ~match.matched[rank]);
      }
    }
  }

  private void step(Lanes lanes, int rank, long right, long wrong) {
    for (; wrong != 0; wrong &= wrong - 1) {
      extra[Long.numberOfTrailingZeros(wrong)]++;
    }
    for (; right != 0; right &= right - 1) {
      int lane = Long.numberOfTrailingZeros(right);
      int at = lane * stride + found[lane]++;
      double truePositives = found[lane];
      double falsePositives = plain[areaOf[lane]] + extra[lane];
      curve[at] = truePositives / (falsePositives + truePositives + EPSILON);
      rankOf[at] = rank;
    }
  }

  private int place(Lanes lanes, int lane, int m) {
    int t = lanes.firstThreshold + lane % lanes.thresholds;
    int a = lanes.firstArea + areaOf[lane];
    return (t * settings.recallThresholds().length * settings.areas().size() + a) * limits + m;
  }

  private int recallPlace(Lanes lanes, int lane, int m) {
    int t = lanes.firstThreshold + lane % lanes.thresholds;
    return (t * settings.areas().size() + lanes.firstArea + areaOf[lane]) * limits + m;
  }

  private void sample(Lanes lanes, int lane, int m) {
    int[] counts = needed[areaOf[lane]];
    int start = lane * stride;
    int total = found[lane];
    for (int i = start + total - 2; i >= start; i--) {
      if (curve[i] < curve[i + 1]) {
        curve[i] = curve[i + 1];
      }
    }
    int at = place(lanes, lane, m);
    int step = settings.areas().size() * limits;
    boolean reached = pass.size > 0;
    for (int needs : counts) {
      reached &= needs <= total; // once out of reach, all that follow are
      int rank = !reached || needs == 0 ? 0 : rankOf[start + needs - 1];
      precision[at] = !reached || total == 0 ? 0 : curve[start + Math.max(needs - 1, 0)];
      score[at] = reached ? scores[pass.detection[rank]] : 0;
      at += step;
    }
    recall[recallPlace(lanes, lane, m)] = (double) total / pass.positives[areaOf[lane]];
  }

  // A limit that no cell exceeds changes nothing.
  private void repeat(Lanes lanes, int m) {
    int step = settings.areas().size() * limits;
    for (int lane = 0; lane < lanes.count; lane++) {
      int at = place(lanes, lane, m);
      int from = at + limits - 1 - m;
      for (int r = 0; r < settings.recallThresholds().length; r++) {
        precision[at + r * step] = precision[from + r * step];
        score[at + r * step] = score[from + r * step];
      }
      at = recallPlace(lanes, lane, m);
      recall[at] = recall[at + limits - 1 - m];
    }
  }
}
