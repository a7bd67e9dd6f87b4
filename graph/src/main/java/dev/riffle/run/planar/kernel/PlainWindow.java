package dev.riffle.run.planar.kernel;

import java.util.Arrays;

/**
 * {@link Kernels#weightedWindow} by plain loops along rows, which HotSpot vectorises by itself.
 * They are as few as can be: a first picture's vectors wait in HotSpot's queue until these are
 * compiled.
 */
final class PlainWindow {
  private final float[] arena;
  private final Window window;
  private final float[][] shares; // [column of the window][column of the output]
  private final float[] weights;
  private final int first; // weight
  private final float bias;
  private final float[][] sums; // that make a row together
  private final float[] ones;

  PlainWindow(float[] arena, Window window, float[] weights, int first, float bias) {
    this.arena = arena;
    this.window = window;
    this.shares = new float[window.size()][window.width()];
    this.weights = weights;
    this.first = first;
    this.bias = bias;
    this.sums = new float[3][window.width()];
    this.ones = new float[window.width()];
    Arrays.fill(ones, 1);
    for (int column = 0; column < shares.length; column++) {
      for (int vector = 0; vector < window.vectors(); vector++) {
        int x = window.begin(vector);
        int count = Math.min(window.lanes(), window.width());
        System.arraycopy(window.shares(), window.share(vector, column), shares[column], x, count);
      }
    }
  }

  /** Makes rows of the output. */
  void run(int base, float fold, int out, int rows) {
    for (int row = 0; row < rows; row++) {
      int at = base + row * window.pitch();
      switch (window.lie()) {
        case PLANE -> byRows(at, row > 0, row < rows - 1);
        case PHASES -> byRows(at, true, true);
        case ANY -> byColumns(at);
      }
      store(fold, out + row * window.pitch());
    }
  }

  // What each row of the window sees, which may have none above or below. The first that there is
  // begins with the bias, the others with −0, which changes no number.
  private void byRows(int at, boolean seesAbove, boolean seesBelow) {
    int begin = seesAbove ? 0 : 1;
    int end = seesBelow ? 3 : 2;
    for (int row = 0; row < sums.length; row++) {
      Arrays.fill(sums[row], row == begin ? bias : -0f);
      if (begin <= row && row < end) {
        for (int column = 0; column < 3; column++) {
          int cell = 3 * row + column;
          int from = at + window.taps()[cell];
          add(arena, from, weights[first + cell], shares[column], sums[row]);
        }
      }
    }
  }

  // In the first sum, what each column of the window sees; that itself in the second.
  private void byColumns(int at) {
    Arrays.fill(sums[0], bias);
    for (int column = 0; column < window.size(); column++) {
      Arrays.fill(sums[1], 0);
      for (int cell = column; cell < window.cells(); cell += window.size()) {
        add(arena, at + window.taps()[cell], weights[first + cell], ones, sums[1]);
      }
      add(sums[1], 0, 1, shares[column], sums[0]);
    }
    Arrays.fill(sums[1], -0f);
    Arrays.fill(sums[2], -0f);
  }

  private static void add(float[] from, int at, float weight, float[] share, float[] sums) {
    for (int x = 0; x < sums.length; x++) {
      sums[x] = Math.fma(from[at + x], weight * share[x], sums[x]);
    }
  }

  private void store(float fold, int to) {
    float[] a = sums[0];
    float[] b = sums[1];
    float[] c = sums[2];
    for (int x = 0; x < a.length; x++) {
      float sum = c[x] + (b[x] + a[x]);
      arena[to + x] = Math.fma(Math.abs(sum), fold, sum);
    }
  }
}
