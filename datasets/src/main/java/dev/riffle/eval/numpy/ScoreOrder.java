package dev.riffle.eval.numpy;

import java.util.Arrays;

/**
 * Sorts by descending score; what is equal stays in its order, −0 equals 0, not-a-number comes
 * last. Radix sort of the scores' bits. Buffers are kept: one thread at a time.
 */
public final class ScoreOrder {
  private static final int DIGIT = 11; // bits
  private static final int VALUES = 1 << DIGIT;
  private static final int[] UPPER = {31, 42, 53}; // where digits begin
  private static final int[] LOWER = {0, 11, 20};
  private static final int FEW = 64;

  private final int[] counts = new int[VALUES];
  private long[] keys = {};
  private long[] otherKeys = {};
  private int[] places = {};
  private int[] otherPlaces = {};

  /** The score's place in descending order as an unsigned number. */
  static long key(double score) {
    if (score != score) {
      return -1L;
    }
    long bits = Double.doubleToRawLongBits(score + 0.0); // + 0.0 turns −0 into 0
    return ~(bits ^ (bits >> 63 | Long.MIN_VALUE));
  }

  /**
   * Sorts the scores of some detections.
   *
   * @param scores of all detections
   * @param detections which of them, from {@code from} on, {@code count} of them
   * @return {@code [rank]} the place, from 0, in that stretch; valid until the next call
   */
  public int[] sort(double[] scores, int[] detections, int from, int count) {
    if (keys.length < count) {
      keys = new long[count];
      otherKeys = new long[count];
      places = new int[count];
      otherPlaces = new int[count];
    }
    for (int i = 0; i < count; i++) {
      keys[i] = key(scores[detections[from + i]]);
      places[i] = i;
    }
    if (count <= FEW) {
      insert(count, Long.MAX_VALUE);
      return places;
    }
    // Few scores share their upper 33 bits, so that little is left to be done after these.
    distribute(UPPER, count);
    if (!insert(count, 4L * count)) {
      distribute(LOWER, count);
      distribute(UPPER, count);
    }
    return places;
  }

  // Moves every key to its place among those before it; gives up after so many steps.
  private boolean insert(int count, long steps) {
    for (int i = 1; i < count; i++) {
      // Flipping the first bit makes the comparison one of unsigned numbers.
      long key = keys[i] ^ Long.MIN_VALUE;
      if ((keys[i - 1] ^ Long.MIN_VALUE) > key) {
        int place = places[i];
        int j = i;
        while (j > 0 && (keys[j - 1] ^ Long.MIN_VALUE) > key) {
          keys[j] = keys[j - 1];
          places[j] = places[j - 1];
          j--;
        }
        keys[j] = key ^ Long.MIN_VALUE;
        places[j] = place;
        steps -= i - j;
        if (steps < 0) {
          return false;
        }
      }
    }
    return true;
  }

  private void distribute(int[] digits, int count) {
    for (int shift : digits) {
      Arrays.fill(counts, 0);
      count(keys, count, shift, counts);
      if (counts[(int) (keys[0] >>> shift) & VALUES - 1] == count) {
        continue; // all the same
      }
      accumulate(counts);
      scatter(keys, places, otherKeys, otherPlaces, count, shift, counts);
      long[] swappedKeys = keys;
      keys = otherKeys;
      otherKeys = swappedKeys;
      int[] swappedPlaces = places;
      places = otherPlaces;
      otherPlaces = swappedPlaces;
    }
  }

  private static void count(long[] keys, int n, int shift, int[] counts) {
    for (int i = 0; i < n; i++) {
      counts[(int) (keys[i] >>> shift) & VALUES - 1]++;
    }
  }

  private static void accumulate(int[] counts) {
    int sum = 0;
    for (int value = 0; value < VALUES; value++) {
      int next = sum + counts[value];
      counts[value] = sum;
      sum = next;
    }
  }

  private static void scatter(
      long[] keys, int[] places, long[] toKeys, int[] toPlaces, int n, int shift, int[] at) {
    for (int i = 0; i < n; i++) {
      long key = keys[i];
      int to = at[(int) (key >>> shift) & VALUES - 1]++;
      toKeys[to] = key;
      toPlaces[to] = places[i];
    }
  }
}
