package dev.riffle.gradient.planar.window;

import dev.riffle.gradient.kernel.SlopeKernels;
import dev.riffle.gradient.planar.place.Stack;
import dev.riffle.run.planar.kernel.Kernels;

/** Deals planes out into a window's phases, and gathers slopes of phases into those of a plane. */
public record Dealer(Window window, Kernels kernels, SlopeKernels slopes) {

  /** Numbers that the phases of a plane take. */
  public int size() {
    return window.phases() * window.out().planeSize();
  }

  private int phase(int phase) {
    return phase * window.out().planeSize();
  }

  private boolean goesInPairs() {
    return window.stride() == 2 && window.kernel() >= 2;
  }

  /**
   * Deals a plane out.
   *
   * @param from its first place
   * @param to the first place of phase 0
   * @param outside what lies around the plane
   */
  public void deal(float[] arena, int from, int to, float outside) {
    if (window.stride() == 1) {
      int rows = window.rows(0);
      int columns = window.columns(0);
      window.in().copy(slopes, arena, from, to, window.out(), rows, columns);
      window.out().fillAround(arena, to, rows, columns, outside);
      return;
    }
    for (int phase = 0; phase < window.phases(); phase++) {
      if (window.isSeen(phase)) {
        deal(arena, from, to, phase);
        int rows = window.rows(phase);
        window.out().fillAround(arena, to + phase(phase), rows, window.columns(phase), outside);
      }
    }
  }

  private void deal(float[] arena, int from, int to, int phase) {
    Stack in = window.in();
    Stack out = window.out();
    int stride = window.stride();
    int b = phase % stride;
    int columns = window.columns(phase);
    boolean inPairs = goesInPairs();
    if (inPairs && b == 1) {
      return; // went with the phase before
    }
    int first = from + phase / stride * in.pitch() + b;
    for (int n = 0; n < in.pictures(); n++) {
      int at = to + phase(phase) + n * out.step();
      int row = first + n * in.step();
      if (inPairs) {
        int count = Math.min(in.width(), 2 * columns);
        int odd = at + out.planeSize();
        int rows = window.rows(phase);
        kernels.deal(arena, row, stride * in.pitch(), rows, count, at, odd, out.pitch());
      } else {
        for (int y = 0; y < window.rows(phase); y++) {
          for (int x = 0; x < columns; x++) {
            arena[at + y * out.pitch() + x] = arena[row + y * stride * in.pitch() + x * stride];
          }
        }
      }
    }
  }

  /**
   * The way back.
   *
   * @param from the first place of phase 0; a phase that no cell looks at counts as zeros
   * @param to the plane's first place; what lies between its rows is overwritten
   */
  public void gather(float[] arena, int from, int to) {
    Stack in = window.in();
    Stack out = window.out();
    if (window.stride() == 1 && window.rows(0) == in.height() && window.columns(0) == in.width()) {
      out.copy(slopes, arena, from, to, in, in.height(), in.width());
      return;
    }
    boolean isZipped = goesInPairs() && areWhole(0) && areWhole(2);
    for (int n = 0; n < in.pictures(); n++) {
      int at = from + n * out.step();
      for (int y = 0; y < in.height(); y++) {
        int row = to + n * in.step() + y * in.pitch();
        if (isZipped) {
          int even = at + phase(y % 2 * 2) + y / 2 * out.pitch();
          slopes.zip(arena, even, even + phase(1), 0, 1, (in.width() + 1) / 2, row, 0);
        } else {
          gatherRow(arena, at, row, y);
        }
      }
    }
  }

  // Whether a phase and the one behind it, together all of every second row, are seen throughout.
  private boolean areWhole(int phase) {
    int rows = (window.in().height() + 1 - phase / 2) / 2;
    int width = window.in().width();
    return window.rows(phase) >= rows
        && 2 * window.columns(phase) >= width
        && 2 * window.columns(phase + 1) >= width - 1;
  }

  private void gatherRow(float[] arena, int from, int row, int y) {
    int stride = window.stride();
    int at = from + y / stride * window.out().pitch();
    for (int b = 0; b < stride; b++) {
      int phase = y % stride * stride + b;
      boolean isSeen = window.isSeen(phase) && y / stride < window.rows(phase);
      int columns = isSeen ? window.columns(phase) : 0;
      for (int x = b, i = 0; x < window.in().width(); x += stride, i++) {
        arena[row + x] = i < columns ? arena[at + phase(phase) + i] : 0;
      }
    }
  }
}
