package dev.riffle.gradient.planar.window;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.riffle.gradient.kernel.SlopeKernels;
import dev.riffle.gradient.planar.place.Stack;
import dev.riffle.run.planar.kernel.Kernels;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Planes dealt out against what each cell of the window should see. */
class DealerTest {
  private static final int PICTURES = 2;
  private static final int OUTSIDE = -7;

  /** Numbers of a plane, each another, zeros at its pads; the phases lie behind. */
  private static float[] arena(Window window) {
    Stack in = window.in();
    float[] arena = new float[2 * in.planeSize() + window.phases() * window.out().planeSize()];
    in.rows(
        0,
        1,
        (row, at) -> {
          for (int x = 0; x < in.width(); x++) {
            arena[in.origin() + row + x] = 1 + at + x;
          }
        });
    return arena;
  }

  private static Window window(int kernel, int stride, int padding, int height, int width) {
    int rows = (height + 2 * padding - kernel) / stride + 1;
    int columns = (width + 2 * padding - kernel) / stride + 1;
    Stack in = new Stack(PICTURES, height, width, padding);
    return new Window(kernel, stride, padding, in, new Stack(PICTURES, rows, columns, 3));
  }

  private static Dealer dealer(Window window) {
    return new Dealer(window, Kernels.fastest(), SlopeKernels.fastest());
  }

  @Test
  void eachCellSeesItsPlace() {
    for (int[] size : new int[][] {{3, 2, 1}, {2, 2, 0}, {1, 2, 0}, {5, 3, 2}, {3, 1, 0}}) {
      for (int[] map : new int[][] {{7, 9}, {8, 6}, {5, 20}}) {
        Window window = window(size[0], size[1], size[2], map[0], map[1]);
        float[] arena = arena(window);
        int phases = 2 * window.in().planeSize() + window.out().origin();
        dealer(window).deal(arena, window.in().origin(), phases, OUTSIDE);
        for (int n = 0; n < PICTURES; n++) {
          for (int y = 0; y < window.out().height(); y++) {
            for (int x = 0; x < window.out().width(); x++) {
              int place = n * window.out().step() + y * window.out().pitch() + x;
              for (int cell = 0; cell < window.cells(); cell++) {
                assertEquals(
                    expected(window, n, y, x, cell),
                    arena[phases + place + window.taps()[cell]],
                    window + " cell " + cell + " at " + y + "," + x);
              }
            }
          }
        }
      }
    }
  }

  private static float expected(Window window, int n, int y, int x, int cell) {
    int height = window.in().height();
    int width = window.in().width();
    int row = y * window.stride() + cell / window.kernel() - window.padding();
    int column = x * window.stride() + cell % window.kernel() - window.padding();
    boolean isWithin = row >= 0 && row < height && column >= 0 && column < width;
    return isWithin ? 1 + (n * height + row) * width + column : OUTSIDE;
  }

  @Test
  void whatWasDealtOutComesTogetherAgain() {
    for (int[] size : new int[][] {{3, 2, 1}, {2, 2, 0}, {5, 3, 2}}) {
      Window window = window(size[0], size[1], size[2], 8, 12);
      Stack in = window.in();
      float[] arena = arena(window);
      int phases = 2 * in.planeSize() + window.out().origin();
      dealer(window).deal(arena, in.origin(), phases, 0);
      int to = in.planeSize() + in.origin();
      dealer(window).gather(arena, phases, to);
      in.rows(
          0,
          1,
          (row, at) ->
              assertArrayEquals(
                  Arrays.copyOfRange(arena, in.origin() + row, in.origin() + row + in.width()),
                  Arrays.copyOfRange(arena, to + row, to + row + in.width()),
                  window.toString()));
    }
  }
}
