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
   * Restores what lies around a plane, where steps may have written: behind its rows, and an {@link
   * #OVERRUN} behind the last.
   *
   * @param first where the plane's first place lies
   */
  void surround(float[] arena, int first, float outside) {
    surround(arena, new int[] {first}, new int[] {0}, 0, 1, 0, places(), outside);
  }

  /**
   * The same for the places {@code place} (inclusive) to {@code end} (exclusive) of some planes.
   *
   * @param first where the first place of each row of a block lies
   * @param channels −1 where a row is no plane
   */
  void surround(
      float[] arena,
      int[] first,
      int[] channels,
      int from,
      int to,
      int place,
      int end,
      float outside) {
    int gap = place - place % pitch() + width; // the first behind a row of these places
    int last = Math.min(end, places());
    for (int i = from; i < to; i++) {
      if (channels[i] < 0) {
        continue;
      }
      int plane = first[i];
      for (int row = gap; row < last; row += pitch()) {
        for (int x = Math.max(row, place); x < Math.min(row + pad, last); x++) {
          arena[plane + x] = outside;
        }
      }
      if (end >= places()) {
        for (int x = plane + places(); x < plane + places() + OVERRUN; x++) {
          arena[x] = outside;
        }
      }
    }
  }
}
