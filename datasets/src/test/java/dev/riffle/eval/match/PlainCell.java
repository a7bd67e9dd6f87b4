package dev.riffle.eval.match;

import dev.riffle.dataset.Annotations;
import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.Results;
import dev.riffle.eval.AreaRange;
import dev.riffle.eval.IouType;
import dev.riffle.eval.Settings;
import dev.riffle.eval.overlap.Overlaps;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The matching in one image, category and area range, rule by rule. */
final class PlainCell {
  final List<Integer> found; // by descending score
  final boolean[][] matched; // [threshold][detection]
  final boolean[][] ignored; // [threshold][detection]
  private final List<Integer> there = new ArrayList<>(); // those not ignored first
  private final List<Boolean> outside = new ArrayList<>(); // whether each is ignored
  private final Dataset dataset;
  private final Results results;
  private final Settings settings;
  private final Set<Quirk> quirks;
  private final Overlaps overlaps;

  PlainCell(
      Dataset dataset,
      Results results,
      Settings settings,
      Set<Quirk> quirks,
      Overlaps overlaps,
      List<Integer> truths,
      List<Integer> found,
      AreaRange area) {
    this.dataset = dataset;
    this.results = results;
    this.settings = settings;
    this.quirks = quirks;
    this.overlaps = overlaps;
    this.found = found;
    for (boolean ignore : new boolean[] {false, true}) {
      for (int truth : truths) {
        if (ignored(truth, area) == ignore) {
          there.add(truth);
          outside.add(ignore);
        }
      }
    }
    int thresholds = settings.iouThresholds().length;
    matched = new boolean[thresholds][found.size()];
    ignored = new boolean[thresholds][found.size()];
    double[][] iou = new double[found.size()][there.size()];
    for (int d = 0; d < found.size(); d++) {
      for (int g = 0; g < there.size(); g++) {
        iou[d][g] = overlap(found.get(d), there.get(g));
      }
    }
    for (int t = 0; t < thresholds; t++) {
      match(t, iou, area);
    }
  }

  int positives() {
    return (int) outside.stream().filter(ignore -> !ignore).count();
  }

  private boolean ignored(int truth, AreaRange area) {
    Annotations annotations = dataset.annotations();
    double size = annotations.areas()[truth];
    if (quirks.contains(Quirk.TRUTH_AREA_FROM_BOX)) {
      size = annotations.boxes()[4 * truth + 2] * annotations.boxes()[4 * truth + 3];
    }
    boolean unlabelled =
        settings.iouType() == IouType.KEYPOINTS && annotations.keypoints().labelled()[truth] == 0;
    return annotations.crowds()[truth] || unlabelled || size < area.low() || size > area.high();
  }

  private void match(int t, double[][] iou, AreaRange area) {
    boolean[] used = new boolean[there.size()];
    double threshold = settings.iouThresholds()[t];
    if (!quirks.contains(Quirk.THRESHOLD_OF_ONE_NOT_LOWERED)) {
      threshold = Math.min(threshold, 1 - 1e-10);
    }
    for (int d = 0; d < found.size(); d++) {
      double best = threshold;
      int m = -1;
      for (int g = 0; g < there.size(); g++) {
        boolean again =
            dataset.annotations().crowds()[there.get(g)]
                && !quirks.contains(Quirk.CROWD_MATCHED_ONCE);
        if (used[g] && !again) {
          continue;
        }
        boolean stop = m >= 0 && !outside.get(m) && outside.get(g);
        if (stop && !quirks.contains(Quirk.NO_BREAK_AT_IGNORED)) {
          break;
        }
        boolean beaten =
            iou[d][g] < best
                || m < 0 && iou[d][g] == best && quirks.contains(Quirk.THRESHOLD_MUST_BE_EXCEEDED)
                || m >= 0 && iou[d][g] == best && quirks.contains(Quirk.FIRST_OF_EQUAL_OVERLAPS);
        if (beaten) {
          continue;
        }
        best = iou[d][g];
        m = g;
      }
      if (m >= 0) {
        used[m] = true;
        ignored[t][d] = outside.get(m);
        matched[t][d] = !idIsZero(there.get(m));
      }
      double size = results.areas()[found.get(d)];
      if (!matched[t][d] && !quirks.contains(Quirk.UNMATCHED_OUTSIDE_COUNT_AS_WRONG)) {
        ignored[t][d] |= size < area.low() || size > area.high();
      }
    }
  }

  private boolean idIsZero(int truth) {
    return settings.strictIds()
        && !quirks.contains(Quirk.ID_ZERO_MATCHES)
        && dataset.annotations().ids().areNumbers()
        && dataset.annotations().ids().number(truth) == 0;
  }

  private double overlap(int detection, int truth) {
    if (settings.iouType() != IouType.BBOX) {
      double[] one = new double[1];
      overlaps.fill(new int[] {detection}, 1, new int[] {truth}, 0, 1, one);
      return one[0];
    }
    double[] d = box(results.boxes(), detection);
    double[] g = box(dataset.annotations().boxes(), truth);
    double width = least(d[0] + d[2], g[0] + g[2]) - most(d[0], g[0]);
    double height = least(d[1] + d[3], g[1] + g[3]) - most(d[1], g[1]);
    if (width <= 0 || height <= 0) {
      return 0;
    }
    double shared = width * height;
    if (!dataset.annotations().crowds()[truth]) {
      return shared / (d[2] * d[3] + g[2] * g[3] - shared);
    }
    return quirks.contains(Quirk.TRANSPOSED_CROWD_OVERLAP)
        ? shared / (g[2] * g[3])
        : shared / (d[2] * d[3]);
  }

  private static double[] box(double[] boxes, int index) {
    return java.util.Arrays.copyOfRange(boxes, 4 * index, 4 * index + 4);
  }

  private static double least(double a, double b) {
    return Double.isNaN(a) ? b : Double.isNaN(b) ? a : Math.min(a, b);
  }

  private static double most(double a, double b) {
    return Double.isNaN(a) ? b : Double.isNaN(b) ? a : Math.max(a, b);
  }
}
