package dev.riffle.run.planar.step;

import dev.riffle.run.planar.kernel.Kernels;
import java.util.Arrays;

/**
 * A plane dealt out for a window that slides over it by {@code stride}: phase (a, b) holds the
 * places (stride · y + a, stride · x + b), padded, with the pitch of the window's output. Each tap
 * of the window then is one phase shifted, and the window's sum over a plane is one run without row
 * ends, whatever the stride.
 *
 * @param kernel of the square window
 * @param in of the plane that it slides over
 * @param out of what comes of it; its pad is at least {@link #pad}
 */
public record Phases(int kernel, int stride, int padding, Grid in, Grid out) {

  /** What the output's rows need behind them, so that no phase's row runs into the next. */
  public static int pad(int kernel, int stride, int padding, int inWidth, int outWidth) {
    int most = 0;
    int before = -first(stride, padding);
    int behind = last(kernel, stride, padding);
    for (int phase = 0; phase < stride; phase++) {
      int used = used(inWidth, phase, stride, outWidth + behind);
      int beyond = Math.max(0, outWidth + behind - used);
      most = Math.max(most, used + Math.max(before, beyond) - outWidth);
    }
    return most;
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

  private int first() {
    return first(stride, padding);
  }

  private int last() {
    return last(kernel, stride, padding);
  }

  // Phases that some tap looks at lie behind one another: all, or with small kernels the first few.
  private boolean isSeen(int phase) {
    for (int k = 0; k < kernel; k++) {
      if (Math.floorMod(k - padding, stride) == phase) {
        return true;
      }
    }
    return false;
  }

  /** From one phase to the next. */
  private int phaseSize() {
    int rows = out.height() + last() - first();
    return (rows + 1) * out.pitch() - first() + Grid.OVERRUN;
  }

  /** Numbers that all phases of a plane take. */
  public int size() {
    return stride * stride * phaseSize();
  }

  private int origin(int row, int column) {
    return (row * stride + column) * phaseSize() - first() * out.pitch() - first();
  }

  /** Where the first output place sees each cell of the window, {@code [ky * kernel + kx]}. */
  public int[] taps() {
    int[] taps = new int[kernel * kernel];
    for (int ky = 0; ky < kernel; ky++) {
      for (int kx = 0; kx < kernel; kx++) {
        int y = ky - padding;
        int x = kx - padding;
        taps[ky * kernel + kx] =
            origin(Math.floorMod(y, stride), Math.floorMod(x, stride))
                + Math.floorDiv(y, stride) * out.pitch()
                + Math.floorDiv(x, stride);
      }
    }
    return taps;
  }

  /**
   * Deals a plane out.
   *
   * @param from its first place
   * @param to where its phases begin
   * @param outside what lies around the plane
   */
  public void deal(Kernels kernels, float[] arena, int from, int to, float outside) {
    for (int a = 0; a < stride; a++) {
      if (isSeen(a)) {
        if (stride == 2 && isSeen(0) && isSeen(1)) {
          dealPairs(kernels, arena, from, to, a, outside);
        } else {
          for (int b = 0; b < stride; b++) {
            if (isSeen(b)) {
              dealOne(arena, from, to, a, b, outside);
            }
          }
        }
      }
    }
  }

  private int rows(int phase) {
    return used(in.height(), phase, stride, out.height() + last());
  }

  private int columns(int phase) {
    return used(in.width(), phase, stride, out.width() + last());
  }

  // Both column phases of a row phase at once.
  private void dealPairs(Kernels kernels, float[] arena, int from, int to, int a, float outside) {
    int even = to + origin(a, 0);
    int odd = to + origin(a, 1);
    fillAbove(arena, even, outside);
    fillAbove(arena, odd, outside);
    int columns = Math.min(in.width(), 2 * columns(0));
    int rows = rows(a);
    for (int y = 0; y < rows; y++) {
      int row = from + (stride * y + a) * in.pitch();
      kernels.deal(arena, row, columns, even + y * out.pitch(), odd + y * out.pitch());
      fillBehind(arena, even + y * out.pitch(), columns(0), outside);
      fillBehind(arena, odd + y * out.pitch(), columns(1), outside);
    }
    fillBelow(arena, even, rows, outside);
    fillBelow(arena, odd, rows, outside);
  }

  private void dealOne(float[] arena, int from, int to, int a, int b, float outside) {
    int first = to + origin(a, b);
    fillAbove(arena, first, outside);
    int rows = rows(a);
    int columns = columns(b);
    for (int y = 0; y < rows; y++) {
      int row = from + (stride * y + a) * in.pitch() + b;
      for (int x = 0; x < columns; x++) {
        arena[first + y * out.pitch() + x] = arena[row + x * stride];
      }
      fillBehind(arena, first + y * out.pitch(), columns, outside);
    }
    fillBelow(arena, first, rows, outside);
  }

  private void fillAbove(float[] arena, int origin, float outside) {
    Arrays.fill(arena, origin + first() * out.pitch() + first(), origin, outside);
  }

  private void fillBehind(float[] arena, int row, int columns, float outside) {
    for (int x = columns; x < out.pitch(); x++) {
      arena[row + x] = outside;
    }
  }

  private void fillBelow(float[] arena, int origin, int rows, float outside) {
    int end = origin + (out.height() + last()) * out.pitch() + last();
    Arrays.fill(arena, origin + rows * out.pitch(), end, outside);
  }
}
