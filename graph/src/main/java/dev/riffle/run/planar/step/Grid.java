package dev.riffle.run.planar.step;

import java.util.Arrays;

/**
 * How planes of one size lie in the arena: rows behind one another, {@code pad} unused places
 * behind each, {@code brim} rows and a few places above and below. Where those hold zeros a row's
 * end is both its own padding and that of the next row's beginning, and a window slides over the
 * whole plane in one run. A window that leaves out what lies beyond rows' ends needs a brim only.
 * Who writes a plane puts the zeros there: in the arena others may have written before.
 */
public record Grid(int height, int width, int pad, int brim) {

  /** What a run of vectors may write beyond its last number. */
  public static final int OVERRUN = 16;

  /** What a window at the last place may read behind the arena's last plane, and never uses. */
  public static final int SLACK = 64;

  /**
   * Where the first whole line of the cache begins in an arena. The garbage collector that most
   * Javas choose, G1, puts arrays as large as an arena at the beginning of a region; what comes
   * before their numbers takes as much as four.
   */
  public static final int FIRST_LINE = 12;

  private static final int LINE = 16;

  /** From one row to the next. */
  public int pitch() {
    return width + pad;
  }

  /** Places of all rows, the unused ones at their ends with them. */
  public int places() {
    return height * pitch();
  }

  /**
   * From a plane's beginning in the arena to its first place: whole lines, as a vector that lies in
   * one line is loaded and stored faster than one that lies in two.
   */
  public int origin() {
    return lines(margin());
  }

  /** Unused places above the first row's first place, and below the last row's last. */
  int margin() {
    return brim * pitch() + brim;
  }

  /**
   * From one plane to the next: an odd number of cache lines, so that the planes of many channels
   * do not meet in the same lines of the cache. Vectors never reach the last number, which the next
   * plane's first place may have before it.
   */
  public int planeSize() {
    return spread(origin() + places() + margin() + OVERRUN);
  }

  /** From one run of so many numbers to the next, likewise. */
  public static int spread(int numbers) {
    return lines(numbers) | LINE;
  }

  /** At least so many numbers, in whole lines. */
  static int lines(int numbers) {
    return (numbers + LINE - 1) / LINE * LINE;
  }

  /** Vectors that cover all places. */
  public int vectors(int lanes) {
    return (places() + lanes - 1) / lanes;
  }

  /** Whether a plane has nothing around it in which anybody could look for zeros. */
  public boolean isBare() {
    return pad == 0 && brim == 0;
  }

  /**
   * Fills anew what lies behind rows, where steps may have written: at the places {@code place}
   * (inclusive) to {@code end} (exclusive).
   *
   * @param first where the plane's first place lies
   */
  void fillGaps(float[] arena, int first, int place, int end, float number) {
    int last = Math.min(end, places());
    // Column by column of the gap behind the rows, as it is mostly one column.
    for (int x = width; x < pitch(); x++) {
      for (int gap = gap(x, place); gap < last; gap += pitch()) {
        arena[first + gap] = number;
      }
    }
  }

  // The first place of a column that is not before another.
  private int gap(int x, int place) {
    return (place - x + pitch() - 1) / pitch() * pitch() + x;
  }

  /** Puts zeros around a plane, as {@link #surround(float[], int[], int, int, int, int)}. */
  void surround(float[] arena, int first, int place, int end) {
    fillGaps(arena, first, place, end, 0);
    fillBrim(arena, first, place, end);
  }

  /**
   * Puts zeros around what was written of several planes: the places {@code place} (inclusive) to
   * {@code end} (exclusive).
   *
   * @param first where each plane's first place lies, from {@code from} (inclusive) to {@code to}
   *     (exclusive)
   */
  void surround(float[] arena, int[] first, int from, int to, int place, int end) {
    int last = Math.min(end, places());
    for (int x = width; x < pitch(); x++) { // gap by gap
      for (int gap = gap(x, place); gap < last; gap += pitch()) {
        for (int i = from; i < to; i++) {
          arena[first[i] + gap] = 0;
        }
      }
    }
    for (int i = from; i < to; i++) {
      fillBrim(arena, first[i], place, end);
    }
  }

  private void fillBrim(float[] arena, int first, int place, int end) {
    if (place == 0) {
      Arrays.fill(arena, first - margin(), first, 0);
    }
    if (end >= places()) {
      int behind = first + places();
      Arrays.fill(arena, behind, behind + Math.max(margin(), OVERRUN), 0);
    }
  }
}
