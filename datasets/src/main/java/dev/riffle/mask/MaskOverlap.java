package dev.riffle.mask;

/**
 * How much of two masks is common: the pixels of both over the pixels of either or, where the truth
 * is a crowd, over those of the detection. The counts are whole numbers and divided once, so that
 * the result does not depend on how the masks are walked. To the bit what pycocotools 2.0.11 gives.
 */
public final class MaskOverlap {
  private MaskOverlap() {}

  /** What masks of two different sizes have in common. */
  public static final double SIZES_DIFFER = -1;

  /** In place of a lowest threshold: all overlaps are wanted. */
  public static final double EXACT = 0;

  // A threshold counts as at most this when detections are matched.
  private static final double HIGHEST_THRESHOLD = 1 - 1e-10;

  /**
   * The overlaps of each detection with each truth: {@code [detection][truth]}.
   *
   * @param crowds of the truths
   * @param lowestThreshold overlaps below it may come out as 0; nothing changes where it is 0, less
   *     or NaN
   */
  public static double[] all(
      Spans[] detections, Spans[] truths, boolean[] crowds, double lowestThreshold) {
    double[] overlaps = new double[detections.length * truths.length];
    int at = 0;
    for (Spans detection : detections) {
      for (int t = 0; t < truths.length; t++) {
        overlaps[at++] = of(detection, truths[t], crowds[t], lowestThreshold);
      }
    }
    return overlaps;
  }

  /**
   * The overlap of two masks, 0 to 1, or {@link #SIZES_DIFFER} if the boxes around them overlap and
   * the pictures are of different sizes.
   *
   * @param crowd whether the truth is one
   * @param lowestThreshold an overlap below it may come out as 0; nothing changes where it is 0,
   *     less or NaN
   */
  public static double of(Spans detection, Spans truth, boolean crowd, double lowestThreshold) {
    int width =
        Math.min(detection.right(), truth.right()) - Math.max(detection.left(), truth.left());
    int height =
        Math.min(detection.bottom(), truth.bottom()) - Math.max(detection.top(), truth.top());
    if (width <= 0 || height <= 0) {
      return 0;
    }
    if (detection.height() != truth.height() || detection.width() != truth.width()) {
      return SIZES_DIFFER;
    }
    if (detection.gaps() && truth.gaps()) {
      return walked(detection, truth, crowd);
    }
    // Long, for the masks of a picture of almost 2^31 pixels.
    long areas = (long) detection.area() + truth.area();
    if (lowestThreshold > 0) {
      // No more can be common than this, and the quotient only grows with it.
      long most = Math.min(Math.min(detection.area(), truth.area()), (long) width * height);
      double bound = (double) most / (crowd ? detection.area() : areas - most);
      if (bound < Math.min(lowestThreshold, HIGHEST_THRESHOLD)) {
        return 0;
      }
    }
    int common = common(detection, truth);
    if (common == 0) {
      return 0;
    }
    return (double) common / (crowd ? detection.area() : areas - common);
  }

  /** How many pixels two masks of one size share. */
  private static int common(Spans one, Spans other) {
    int[] a = one.ends();
    int[] b = other.ends();
    int height = one.height();
    // Nothing common lies before the first or behind the last pixel that both boxes have.
    int first = Math.max(one.left(), other.left()) * height + Math.max(one.top(), other.top());
    int last =
        (Math.min(one.right(), other.right()) - 1) * height
            + Math.min(one.bottom(), other.bottom());
    int i = spanBehind(a, first);
    int j = spanBehind(b, first);
    int common = 0;
    while (i < a.length && j < b.length) {
      int start = Math.max(a[i - 1], b[j - 1]);
      if (start >= last) {
        break;
      }
      int endA = a[i];
      int endB = b[j];
      common += Math.max(0, Math.min(endA, endB) - start);
      // 2 where a's span ends first: which one does is past guessing, so no branch.
      int step = (endA - endB) >>> 31 << 1;
      i += step;
      j += 2 - step;
    }
    return common;
  }

  /** The odd index of the first run of ones that ends behind a place; maybe past the array. */
  private static int spanBehind(int[] ends, int place) {
    int low = 0;
    int high = ends.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ends[middle] > place) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low | 1;
  }

  /**
   * For two masks with runs of length 0 in them: where both have one at the same place pycocotools
   * takes that for the end of both, and what follows is not counted.
   */
  private static double walked(Spans detection, Spans truth, boolean crowd) {
    int[] a = detection.ends();
    int[] b = truth.ends();
    int i = 0;
    int j = 0;
    int place = 0;
    long common = 0;
    long either = 0;
    while (true) {
      int next = Math.min(a[i], b[j]);
      int inside = (i & 1) + (j & 1);
      common += inside == 2 ? next - place : 0;
      either += inside > 0 ? next - place : 0;
      place = next;
      if (a[i] == place && i + 1 < a.length) {
        i++;
      }
      if (b[j] == place && j + 1 < b.length) {
        j++;
      }
      if (a[i] == place && b[j] == place) {
        break;
      }
    }
    if (common == 0) {
      return 0;
    }
    return (double) common / (crowd ? detection.area() : either);
  }
}
