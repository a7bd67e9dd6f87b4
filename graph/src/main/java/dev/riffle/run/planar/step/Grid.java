package dev.riffle.run.planar.step;

/**
 * How planes of one size lie in the arena: rows behind one another, {@code pad} unused places
 * behind each, {@code pad} rows and a few places above and below. Where those hold zeros a row's
 * end is both its own padding and that of the next row's beginning, and a window slides over the
 * whole plane in one run.
 */
public record Grid(int height, int width, int pad) {

  /** What a run of vectors may write beyond its last number. */
  public static final int OVERRUN = 16;

  /** What a window at the last place may read behind the arena's last plane, and never uses. */
  public static final int SLACK = 64;

  /** From one row to the next. */
  public int pitch() {
    return width + pad;
  }

  /** Places of all rows, the unused ones at their ends with them. */
  public int places() {
    return height * pitch();
  }

  /** From a plane's beginning in the arena to its first place. */
  public int origin() {
    return pad * pitch() + pad;
  }

  /**
   * From one plane to the next: an odd number of cache lines, so that the planes of many channels
   * do not meet in the same lines of the cache.
   */
  public int planeSize() {
    int lines = (2 * origin() + places() + OVERRUN + 15) / 16;
    return 16 * (lines | 1);
  }

  /** Vectors that cover all places. */
  public int vectors(int lanes) {
    return (places() + lanes - 1) / lanes;
  }

  /**
   * Puts zeros around the places {@code from} (inclusive) to {@code to} (exclusive) of a plane:
   * behind their rows, and above the first and below the last.
   *
   * @param first where the plane's first place lies
   */
  public void clearAround(float[] arena, int first, int from, int to) {
    if (from == 0) {
      fill(arena, first - origin(), first);
    }
    int pitch = pitch();
    for (int row = from / pitch; row * pitch + width < Math.min(to, places()); row++) {
      for (int x = Math.max(from, row * pitch + width); x < (row + 1) * pitch; x++) {
        arena[first + x] = 0;
      }
    }
    if (to >= places()) {
      fill(arena, first + places(), first - origin() + planeSize());
    }
  }

  private static void fill(float[] arena, int from, int to) {
    for (int i = from; i < to; i++) {
      arena[i] = 0;
    }
  }
}
