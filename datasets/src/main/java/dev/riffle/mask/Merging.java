package dev.riffle.mask;

import java.util.Arrays;
import java.util.List;

/** The union and the intersection of masks, by their runs. */
final class Merging {
  private Merging() {}

  /**
   * @throws IllegalArgumentException if there is no mask, or they differ in size
   */
  static Rle merge(List<Rle> masks, boolean all) {
    if (masks.isEmpty()) {
      throw new IllegalArgumentException("masks to merge: none, expected at least one");
    }
    Rle first = masks.get(0);
    if (masks.size() == 1) {
      return first;
    }
    for (int i = 1; i < masks.size(); i++) {
      Rle mask = masks.get(i);
      if (mask.height() != first.height() || mask.width() != first.width()) {
        throw new IllegalArgumentException(
            "masks to merge: the first is "
                + Rle.picture(first.height(), first.width())
                + ", number "
                + i
                + " "
                + Rle.picture(mask.height(), mask.width())
                + ", expected the same size");
      }
    }
    int size = Rle.size(first.height(), first.width());
    int[] ends = merge(masks, 0, masks.size(), size, all);
    return Rle.ofEnds(first.height(), first.width(), ends, ends.length);
  }

  // Halves first, so that many small masks do not each walk the whole union.
  private static int[] merge(List<Rle> masks, int from, int to, int size, boolean all) {
    if (to - from == 1) {
      return masks.get(from).ends();
    }
    int middle = (from + to) >>> 1;
    return merge(
        merge(masks, from, middle, size, all), merge(masks, middle, to, size, all), size, all);
  }

  // After i ends of a have been passed the place is inside a if i is odd.
  private static int[] merge(int[] a, int[] b, int size, boolean all) {
    int[] ends = new int[a.length + b.length + 1];
    int count = 0;
    int i = 0;
    int j = 0;
    while (true) {
      int place = Math.min(i < a.length ? a[i] : size, j < b.length ? b[j] : size);
      if (place == size) {
        break;
      }
      while (a[i] == place) {
        i++;
      }
      while (b[j] == place) {
        j++;
      }
      int inside = (all ? i & j : i | j) & 1;
      if (inside != (count & 1)) {
        ends[count++] = place;
      }
    }
    ends[count++] = size;
    return Arrays.copyOf(ends, count);
  }
}
