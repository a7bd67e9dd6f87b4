package dev.riffle.decode;

import dev.riffle.box.Box;
import dev.riffle.box.Detection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Keeps the best of boxes of one class that overlap: class-wise non-maximum suppression, greedy in
 * descending order of scores, equal scores in the order in which they came.
 *
 * <p>Bit for bit as the original does it: boxes are moved apart by {@code class · (largest
 * coordinate + 1)} before their overlap is taken in float32, which is then compared with the
 * threshold in double.
 *
 * @param threshold the overlap (intersection over union) above which the lesser box goes
 * @param most how many to keep in all
 */
public record Suppression(double threshold, int most) {

  public Suppression {
    if (!(threshold >= 0 && threshold <= 1)) {
      throw new IllegalArgumentException("overlap: expected 0 to 1, found " + threshold);
    }
    if (most < 1) {
      throw new IllegalArgumentException("most: expected 1 or more, found " + most);
    }
  }

  /** The survivors, best first, in the candidates' own coordinates. */
  public List<Detection> apply(Candidates candidates) {
    float apart = largestCoordinate(candidates) + 1;
    List<Detection> kept = new ArrayList<>();
    List<Box> keptApart = new ArrayList<>();
    for (long key : byScore(candidates)) {
      if (kept.size() == most) {
        break;
      }
      int i = (int) key;
      int category = candidates.classIndex(i);
      Box box = candidates.box(i);
      Box moved = moved(box, category * apart);
      boolean isCovered = false;
      for (int k = 0; k < kept.size() && !isCovered; k++) {
        isCovered =
            kept.get(k).category() == category
                && keptApart.get(k).intersectionOverUnion(moved) > threshold;
      }
      if (!isCovered) {
        kept.add(new Detection(box, category, candidates.score(i)));
        keptApart.add(moved);
      }
    }
    return List.copyOf(kept);
  }

  // Sorted numbers: above, the higher the score the lower; below, the candidate.
  private static long[] byScore(Candidates candidates) {
    long[] keys = new long[candidates.size()];
    for (int i = 0; i < keys.length; i++) {
      int bits = Float.floatToIntBits(candidates.score(i));
      int ascending = bits ^ bits >> 31 & Integer.MAX_VALUE; // in the order of Float.compare
      keys[i] = (long) ~ascending << 32 | i;
    }
    Arrays.sort(keys);
    return keys;
  }

  private static float largestCoordinate(Candidates candidates) {
    float largest = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < candidates.size(); i++) {
      Box box = candidates.box(i);
      float right = Math.max(box.left(), box.right());
      largest = Math.max(largest, Math.max(right, Math.max(box.top(), box.bottom())));
    }
    return largest;
  }

  private static Box moved(Box box, float by) {
    return new Box(box.left() + by, box.top() + by, box.right() + by, box.bottom() + by);
  }
}
