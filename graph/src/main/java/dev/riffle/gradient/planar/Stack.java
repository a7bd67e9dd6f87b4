package dev.riffle.gradient.planar;

import dev.riffle.gradient.kernel.SlopeKernels;
import java.util.Arrays;

/**
 * How one channel of a batch lies in the arena: the pictures' maps stacked on one another, row
 * behind row, {@code pad} unused places behind each row and {@code pad} unused rows behind each
 * picture, all of them zero. A window slides over the whole batch in one run.
 */
record Stack(int pictures, int height, int width, int pad) {
  /** What a run of vectors may write beyond its last number. */
  static final int OVERRUN = 16;

  // A long array's numbers begin four places behind a cache line's beginning.
  private static final int LINE = 16;
  private static final int HEADER = 4;

  /** From one row to the next. */
  int pitch() {
    return width + pad;
  }

  /** From one picture to the next. */
  int step() {
    return (height + pad) * pitch();
  }

  /** Places of all pictures, the unused ones with them. */
  int places() {
    return Math.multiplyExact(pictures, step());
  }

  /** Places that are used. */
  int count() {
    return pictures * height * width;
  }

  /** The next place at the beginning of a cache line. */
  static int aligned(int place) {
    return (place + HEADER - 1) / LINE * LINE + LINE - HEADER;
  }

  /** From a plane's beginning to its first place, which lies at the beginning of a cache line. */
  int origin() {
    return (pad * pitch() + pad + HEADER + LINE - 1) / LINE * LINE + LINE - HEADER;
  }

  /** From one plane to the next: an odd number of cache lines, so that channels do not meet. */
  int planeSize() {
    int lines = (origin() + places() + pad * pitch() + pad + OVERRUN + LINE - 1) / LINE;
    return LINE * (lines | 1);
  }

  /** Vectors that cover all places. */
  int vectors(int lanes) {
    return (places() + lanes - 1) / lanes;
  }

  /** Writes ones at the places that are used. */
  void fillMask(float[] arena, int first) {
    for (int n = 0; n < pictures; n++) {
      for (int y = 0; y < height; y++) {
        int row = first + n * step() + y * pitch();
        Arrays.fill(arena, row, row + width, 1);
      }
    }
  }

  /**
   * Fills what lies around the places that are used.
   *
   * @param first the plane's first place
   * @param rows of a picture that are used
   * @param columns likewise
   */
  void fillAround(float[] arena, int first, int rows, int columns, float number) {
    fillEnds(arena, first, number);
    for (int n = 0; n < pictures; n++) {
      int picture = first + n * step();
      for (int x = columns; x < pitch(); x++) {
        for (int y = 0; y < rows; y++) {
          arena[picture + y * pitch() + x] = number;
        }
      }
      Arrays.fill(arena, picture + rows * pitch(), picture + step(), number);
    }
  }

  /** Fills what a window may see before the first picture and behind the last. */
  void fillEnds(float[] arena, int first, float number) {
    Arrays.fill(arena, first - pad * pitch() - pad, first, number);
    int end = first + places();
    int margin = pad * pitch() + pad + OVERRUN;
    Arrays.fill(arena, end, Math.min(end + margin, first - origin() + planeSize()), number);
  }

  /**
   * Copies a plane's maps to where they lie otherwise.
   *
   * @param to the other plane's first place; between its rows anything may be written
   * @param other how they lie there
   * @param rows of each map
   * @param columns likewise
   */
  void copy(
      SlopeKernels slopes, float[] arena, int from, int to, Stack other, int rows, int columns) {
    for (int n = 0; n < pictures; n++) {
      int row = from + n * step();
      slopes.copyRows(arena, row, pitch(), to + n * other.step(), other.pitch(), rows, columns);
    }
  }
}
