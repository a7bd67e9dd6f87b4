package dev.riffle.run.planar.step;

import dev.riffle.run.planar.kernel.Kernels;
import java.util.Arrays;

/**
 * A plane dealt out for a window that slides over it by {@code stride}: phase (a, b) holds the
 * places (stride · y + a, stride · x + b) and lies on the grid of the window's output. Each cell of
 * the window then sees one phase shifted, and the window's sum over a plane is one run without row
 * ends, whatever the stride.
 *
 * @param kernel of the square window
 * @param in of the plane that it slides over
 * @param out of what comes of it; its pad is at least {@link #pad}, or {@link #beyond}
 */
public record Phases(int kernel, int stride, int padding, Grid in, Grid out) {

  /** What the output's grid needs around it, so that no phase's row runs into the next. */
  public static int pad(int kernel, int stride, int padding, int inWidth, int outWidth) {
    int before = -first(stride, padding);
    int behind = last(kernel, stride, padding);
    int most = Math.max(before, behind);
    for (int phase = 0; phase < stride; phase++) {
      int used = used(inWidth, phase, stride, outWidth + behind);
      int beyond = Math.max(0, outWidth + behind - used);
      most = Math.max(most, used + Math.max(before, beyond) - outWidth);
    }
    return most;
  }

  /** The same for a window that goes row by row: what a phase's row has more than the output's. */
  public static int beyond(int kernel, int stride, int padding, int inWidth, int outWidth) {
    int reach = outWidth + last(kernel, stride, padding);
    return Math.max(0, used(inWidth, 0, stride, reach) - outWidth);
  }

  /** How many rows above and below the output's such a window sees. */
  public static int brim(int kernel, int stride, int padding) {
    return Math.max(-first(stride, padding), last(kernel, stride, padding));
  }

  // The shift of the window's first row or column; 0 or less.
  private static int first(int stride, int padding) {
    return Math.floorDiv(-padding, stride);
  }

  // The shift of the last one; 0 where all lie within the padding.
  private static int last(int kernel, int stride, int padding) {
    return Math.max(0, Math.floorDiv(kernel - 1 - padding, stride));
  }

  // How many of a phase's rows or columns there are, as far as any window reaches.
  private static int used(int in, int phase, int stride, int reach) {
    return Math.min((in - phase + stride - 1) / stride, reach);
  }

  private int last() {
    return last(kernel, stride, padding);
  }

  private int rows(int phase) {
    return used(in.height(), phase, stride, out.height() + last());
  }

  private int columns(int phase) {
    return used(in.width(), phase, stride, out.width() + last());
  }

  // Small kernels do not look at every phase.
  private boolean isSeen(int phase) {
    for (int k = 0; k < kernel; k++) {
      if (Math.floorMod(k - padding, stride) == phase) {
        return true;
      }
    }
    return false;
  }

  /** How many planes a plane becomes; they lie behind one another. */
  public int count() {
    return stride * stride;
  }

  /** Numbers that all phases of a plane take. */
  public int size() {
    return count() * out.planeSize();
  }

  private int plane(int row, int column) {
    return phase(row, column) * out.planeSize();
  }

  private int phase(int row, int column) {
    return row * stride + column;
  }

  /**
   * Where each cell of the window sees the plane's beginning, {@code [ky * kernel + kx]}, counted
   * from phase (0, 0)'s first place.
   */
  public int[] taps() {
    return taps(kernel, padding, 0, 0);
  }

  /**
   * The same for a smaller window somewhere in this one.
   *
   * @param down rows from where this window would begin without padding
   * @param right columns likewise
   */
  public int[] taps(int kernel, int padding, int down, int right) {
    int[] taps = new int[kernel * kernel];
    for (int cell = 0; cell < taps.length; cell++) {
      int y = down + cell / kernel - padding;
      int x = right + cell % kernel - padding;
      int plane = plane(Math.floorMod(y, stride), Math.floorMod(x, stride));
      taps[cell] = plane + shift(y, x);
    }
    return taps;
  }

  private int shift(int y, int x) {
    return Math.floorDiv(y, stride) * out.pitch() + Math.floorDiv(x, stride);
  }

  /** Which phase each cell of the window sees, and how far from the output's place. */
  Cell[] cells() {
    Cell[] cells = new Cell[kernel * kernel];
    for (int cell = 0; cell < cells.length; cell++) {
      int y = cell / kernel - padding;
      int x = cell % kernel - padding;
      int phase = phase(Math.floorMod(y, stride), Math.floorMod(x, stride));
      cells[cell] = new Cell(phase, shift(y, x));
    }
    return cells;
  }

  /** What a cell of the window sees. */
  record Cell(int phase, int shift) {}

  /**
   * Deals a plane out, and fills all around the phases that the window sees.
   *
   * @param from its first place
   * @param to the first place of phase (0, 0)
   * @param outside what lies around the plane
   */
  public void deal(Kernels kernels, float[] arena, int from, int to, float outside) {
    boolean areAllSeen = kernel >= stride;
    for (int a = 0; a < stride; a++) {
      if (stride == 2 && areAllSeen) {
        dealPairs(kernels, arena, from, to, a, outside);
      } else if (stride == 4 && areAllSeen) {
        dealFours(kernels, arena, from, to, a, outside);
      } else if (isSeen(a)) {
        for (int b = 0; b < stride; b++) {
          if (isSeen(b)) {
            dealOne(arena, from, to + plane(a, b), a, b, outside);
          }
        }
      }
    }
  }

  // Both column phases of a row phase at once.
  private void dealPairs(Kernels kernels, float[] arena, int from, int to, int a, float outside) {
    int even = to + plane(a, 0);
    int odd = to + plane(a, 1);
    int rows = rows(a);
    int count = Math.min(in.width(), 2 * columns(0));
    int first = from + a * in.pitch();
    kernels.deal(arena, first, stride * in.pitch(), rows, count, even, odd, out.pitch());
    fillAround(arena, even, rows, columns(0), outside);
    fillAround(arena, odd, rows, columns(1), outside);
  }

  // All four likewise.
  private void dealFours(Kernels kernels, float[] arena, int from, int to, int a, float outside) {
    int first = to + plane(a, 0);
    int apart = out.planeSize();
    int rows = rows(a);
    int count = Math.min(in.width(), 4 * columns(0));
    int row = from + a * in.pitch();
    kernels.dealFours(arena, row, stride * in.pitch(), rows, count, first, apart, out.pitch());
    for (int b = 0; b < stride; b++) {
      fillAround(arena, first + b * apart, rows, columns(b), outside);
    }
  }

  private void dealOne(float[] arena, int from, int to, int a, int b, float outside) {
    int rows = rows(a);
    int columns = columns(b);
    for (int y = 0; y < rows; y++) {
      int row = from + (stride * y + a) * in.pitch() + b;
      int at = to + y * out.pitch();
      for (int x = 0; x < columns; x++) {
        arena[at + x] = arena[row + x * stride];
      }
    }
    fillAround(arena, to, rows, columns, outside);
  }

  private void fillAround(float[] arena, int first, int rows, int columns, float outside) {
    int end = first + rows * out.pitch();
    for (int x = columns; x < out.pitch(); x++) { // mostly none, or one
      for (int at = first + x; at < end; at += out.pitch()) {
        arena[at] = outside;
      }
    }
    int seen = first + out.places() + out.margin();
    Arrays.fill(arena, end, Math.max(seen, end + Grid.OVERRUN), outside);
    Arrays.fill(arena, first - out.margin(), first, outside);
  }
}
