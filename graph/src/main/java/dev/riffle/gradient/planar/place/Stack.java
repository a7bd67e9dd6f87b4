package dev.riffle.gradient.planar.place;

import dev.riffle.gradient.kernel.SlopeKernels;
import java.util.Arrays;

/**
 * How one channel of a batch lies in the arena: the pictures' maps stacked on one another, row
 * behind row, {@code pad} unused places behind each row and {@code pad} unused rows behind each
 * picture, all of them zero. A window slides over the whole batch in one run.
 */
public record Stack(int pictures, int height, int width, int pad) {
  /** What a run of vectors may write beyond its last number. */
  public static final int OVERRUN = 16;

  // A long array's numbers begin four places behind a cache line's beginning.
  private static final int LINE = 16;
  private static final int HEADER = 4;

  /** From one row to the next. */
  public int pitch() {
    return width + pad;
  }

  /** From one picture to the next. */
  public int step() {
    return (height + pad) * pitch();
  }

  /** Places of all pictures, the unused ones with them. */
  public int places() {
    return Math.multiplyExact(pictures, step());
  }

  /** Places that are used. */
  public int count() {
    return pictures * height * width;
  }

  /** The next place at the beginning of a cache line. */
  public static int aligned(int place) {
    return (place + HEADER - 1) / LINE * LINE + LINE - HEADER;
  }

  // How far a window looks before the first place, and behind the last.
  private int margin() {
    return pad * pitch() + pad;
  }

  /** From a plane's beginning to its first place, which lies at the beginning of a cache line. */
  public int origin() {
    return aligned(margin()) + LINE;
  }

  /** From one plane to the next: an odd number of cache lines, so that channels do not meet. */
  public int planeSize() {
    int lines = (origin() + places() + margin() + OVERRUN + LINE - 1) / LINE;
    return LINE * (lines | 1);
  }

  /** Vectors that cover all places. */
  public int vectors(int lanes) {
    return (places() + lanes - 1) / lanes;
  }

  /** What is done with a row. */
  public interface Row {
    /**
     * Told where the row begins.
     *
     * @param inPlane counted from the plane's first place
     * @param inBatch in {@code [picture][channel][y][x]}
     */
    void at(int inPlane, int inBatch);
  }

  /** Goes over the rows of one channel of a batch that has so many. */
  public void rows(int channel, int channels, Row row) {
    for (int n = 0; n < pictures; n++) {
      for (int y = 0; y < height; y++) {
        row.at(n * step() + y * pitch(), ((n * channels + channel) * height + y) * width);
      }
    }
  }

  /** Writes ones at the places that are used. */
  public void fillMask(float[] arena, int first) {
    rows(0, 1, (at, inBatch) -> Arrays.fill(arena, first + at, first + at + width, 1));
  }

  /**
   * Fills what lies around the places that are used.
   *
   * @param first the plane's first place
   * @param rows of a picture that are used
   * @param columns likewise
   */
  public void fillAround(float[] arena, int first, int rows, int columns, float number) {
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
  public void fillEnds(float[] arena, int first, float number) {
    Arrays.fill(arena, first - margin(), first, number);
    int end = first + places();
    int next = first - origin() + planeSize();
    Arrays.fill(arena, end, Math.min(end + margin() + OVERRUN, next), number);
  }

  /**
   * Copies a plane's maps to where they lie otherwise.
   *
   * @param to the other plane's first place; between its rows anything may be written
   * @param other how they lie there
   * @param rows of each map
   * @param columns likewise
   */
  public void copy(
      SlopeKernels slopes, float[] arena, int from, int to, Stack other, int rows, int columns) {
    for (int n = 0; n < pictures; n++) {
      int row = from + n * step();
      slopes.copyRows(arena, row, pitch(), to + n * other.step(), other.pitch(), rows, columns);
    }
  }
}
