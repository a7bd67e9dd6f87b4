package dev.riffle.run.planar.kernel;

import java.util.Arrays;

/** {@link Kernels#weightedWindow} by plain loops along rows, which HotSpot vectorises by itself. */
final class PlainWindow {
  private final float[] arena;
  private final Window window;
  private final float[][] shares; // [column of the window][column of the output]
  private final float[] weights;
  private final int first; // weight
  private final float bias;

  PlainWindow(float[] arena, Window window, float[] weights, int first, float bias) {
    this.arena = arena;
    this.window = window;
    this.shares = new float[window.size()][window.width()];
    this.weights = weights;
    this.first = first;
    this.bias = bias;
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
      float[] sums =
          switch (window.lie()) {
            case PLANE -> byRows(at, row > 0, row < rows - 1);
            case PHASES -> byRows(at, true, true);
            case ANY -> byColumns(at);
          };
      int to = out + row * window.pitch();
      for (int x = 0; x < sums.length; x++) {
        arena[to + x] = Math.fma(Math.abs(sums[x]), fold, sums[x]);
      }
    }
  }

  // Row by row of the window, which may have none above or below.
  private float[] byRows(int at, boolean seesAbove, boolean seesBelow) {
    float[] sums = row(at, 3, seesAbove ? 0 : bias, seesAbove);
    if (seesAbove) {
      add(row(at, 0, bias, false), sums);
    }
    if (seesBelow) {
      add(row(at, 6, 0, true), sums);
    }
    return sums;
  }

  // What a row of the window sees, from one of its cells on; a mere product at first, or a sum.
  private float[] row(int at, int cell, float start, boolean isProduct) {
    float[] sums = new float[window.width()];
    Arrays.fill(sums, start);
    for (int column = 0; column < 3; column++) {
      int from = at + window.taps()[cell + column];
      float weight = weights[first + cell + column];
      if (column == 0 && isProduct) {
        for (int x = 0; x < sums.length; x++) {
          sums[x] = arena[from + x] * (weight * shares[0][x]);
        }
      } else {
        float[] share = shares[column];
        for (int x = 0; x < sums.length; x++) {
          sums[x] = Math.fma(arena[from + x], weight * share[x], sums[x]);
        }
      }
    }
    return sums;
  }

  private static void add(float[] more, float[] sums) {
    for (int x = 0; x < sums.length; x++) {
      sums[x] += more[x];
    }
  }

  private float[] byColumns(int at) {
    float[] sums = new float[window.width()];
    float[] seen = new float[sums.length];
    Arrays.fill(sums, bias);
    for (int column = 0; column < window.size(); column++) {
      Arrays.fill(seen, 0);
      for (int cell = column; cell < window.cells(); cell += window.size()) {
        int from = at + window.taps()[cell];
        float weight = weights[first + cell];
        for (int x = 0; x < seen.length; x++) {
          seen[x] = Math.fma(arena[from + x], weight, seen[x]);
        }
      }
      float[] share = shares[column];
      for (int x = 0; x < sums.length; x++) {
        sums[x] = Math.fma(share[x], seen[x], sums[x]);
      }
    }
    return sums;
  }
}
