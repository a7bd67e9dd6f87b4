package dev.riffle.eval.match;

import dev.riffle.eval.AreaRange;
import dev.riffle.eval.Settings;

/**
 * Up to 64 combinations of an IoU threshold and an area range, one bit each, so that one detection
 * is matched in all of them at once. Bit {@code area · thresholds + threshold}.
 */
final class Lanes {
  final int firstThreshold;
  final int thresholds;
  final int firstArea;
  final int areas;
  final int count;
  final long all;
  final long[] ofArea; // [area] its lanes
  final double[] least; // [threshold] the IoU from which on it is reached
  final double lowest; // of least
  private final AreaRange[] ranges; // [area]

  private Lanes(Settings settings, int firstThreshold, int thresholds, int firstArea, int areas) {
    this.firstThreshold = firstThreshold;
    this.thresholds = thresholds;
    this.firstArea = firstArea;
    this.areas = areas;
    count = thresholds * areas;
    all = -1L >>> (64 - count);
    least = new double[thresholds];
    double minimum = Double.POSITIVE_INFINITY;
    for (int t = 0; t < thresholds; t++) {
      least[t] = Math.min(settings.iouThresholds()[firstThreshold + t], 1 - 1e-10);
      minimum = Math.min(minimum, least[t]);
    }
    lowest = minimum;
    ranges = settings.areas().subList(firstArea, firstArea + areas).toArray(AreaRange[]::new);
    ofArea = new long[areas];
    for (int a = 0; a < areas; a++) {
      ofArea[a] = (-1L >>> (64 - thresholds)) << (a * thresholds);
    }
  }

  /** All combinations, in as many blocks as are needed. */
  static Lanes[] of(Settings settings) {
    int thresholds = settings.iouThresholds().length;
    int areas = settings.areas().size();
    int thresholdsAtOnce = Math.min(thresholds, 64);
    int areasAtOnce = Math.min(areas, 64 / thresholdsAtOnce);
    int across = (thresholds + thresholdsAtOnce - 1) / thresholdsAtOnce;
    int down = (areas + areasAtOnce - 1) / areasAtOnce;
    Lanes[] blocks = new Lanes[across * down];
    for (int i = 0; i < blocks.length; i++) {
      int t = i % across * thresholdsAtOnce;
      int a = i / across * areasAtOnce;
      blocks[i] =
          new Lanes(
              settings,
              t,
              Math.min(thresholdsAtOnce, thresholds - t),
              a,
              Math.min(areasAtOnce, areas - a));
    }
    return blocks;
  }

  /** The lanes whose threshold an IoU reaches; all of them if it is not a number. */
  long reached(double iou) {
    long lanes = 0;
    for (int t = 0; t < thresholds; t++) {
      if (!(iou < least[t])) {
        lanes |= 1L << t;
      }
    }
    long repeated = 0;
    for (int a = 0; a < areas; a++) {
      repeated |= lanes << (a * thresholds);
    }
    return repeated;
  }

  /** One bit for each area range that holds an area. */
  long areasHolding(double area) {
    long bits = 0;
    for (int a = 0; a < areas; a++) {
      if (ranges[a].holds(area)) {
        bits |= 1L << a;
      }
    }
    return bits;
  }

  /** The lanes of some area ranges. */
  long lanesOf(long areaBits) {
    long lanes = 0;
    for (int a = 0; a < areas; a++) {
      if ((areaBits >>> a & 1) != 0) {
        lanes |= ofArea[a];
      }
    }
    return lanes;
  }
}
