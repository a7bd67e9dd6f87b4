package dev.riffle.gradient.planar.window;

import dev.riffle.gradient.planar.place.Stack;
import java.util.stream.IntStream;

/**
 * A square window that slides over stacked maps. Where it keeps every place it slides over a plane
 * as it lies; else the plane is dealt out: phase (a, b) holds the places (stride · y + a, stride ·
 * x + b) and lies on the stack of the window's output, so that each cell of the window sees one
 * phase shifted.
 *
 * @param kernel rows of the window, and columns
 * @param in how what it slides over lies
 * @param out how what it makes lies
 */
public record Window(int kernel, int stride, int padding, Stack in, Stack out) {

  /** Whether planes have to be dealt out first. */
  public boolean deals() {
    return stride > 1 || !in.equals(out);
  }

  /** Planes that a plane becomes. */
  public int phases() {
    return stride * stride;
  }

  /** Whether it only ever sees the one place of a map of one place. */
  public boolean isPoint() {
    return kernel == 1 && !deals() && in.step() == 1;
  }

  /** Places that it sees at once. */
  public int cells() {
    return kernel * kernel;
  }

  /** The phase that a cell of the window looks at; cells are counted row by row. */
  public int phase(int cell) {
    return Math.floorMod(cell / kernel - padding, stride) * stride
        + Math.floorMod(cell % kernel - padding, stride);
  }

  /** How far from a place of the output the cell sees. */
  public int shift(int cell) {
    Stack stack = deals() ? out : in;
    return Math.floorDiv(cell / kernel - padding, stride) * stack.pitch()
        + Math.floorDiv(cell % kernel - padding, stride);
  }

  /** Where each cell sees a plane's beginning, counted from the first place of phase 0. */
  public int[] taps() {
    int[] taps = new int[cells()];
    for (int cell = 0; cell < taps.length; cell++) {
      taps[cell] = phase(cell) * (deals() ? out.planeSize() : 0) + shift(cell);
    }
    return taps;
  }

  /** How far each cell lies from the place (stride · y, stride · x) of the input. */
  int[] reach() {
    int[] reach = new int[cells()];
    for (int cell = 0; cell < reach.length; cell++) {
      reach[cell] = (cell / kernel - padding) * in.pitch() + cell % kernel - padding;
    }
    return reach;
  }

  /** The cells that look at a phase, in order. */
  public int[] cells(int phase) {
    return IntStream.range(0, cells()).filter(cell -> phase(cell) == phase).toArray();
  }

  /** Whether any cell looks at a phase. */
  public boolean isSeen(int phase) {
    for (int cell = 0; cell < cells(); cell++) {
      if (phase(cell) == phase) {
        return true;
      }
    }
    return false;
  }

  /** Rows of a phase that any window reaches. */
  int rows(int phase) {
    return used(in.height(), phase / stride, out.height());
  }

  /** Columns likewise. */
  int columns(int phase) {
    return used(in.width(), phase % stride, out.width());
  }

  private int used(int size, int phase, int outSize) {
    int behind = Math.max(0, Math.floorDiv(kernel - 1 - padding, stride));
    return Math.max(0, Math.min((size - phase + stride - 1) / stride, outSize + behind));
  }
}
