package dev.riffle.run.planar;

import dev.riffle.graph.Op;
import dev.riffle.run.planar.kernel.Kernels;
import dev.riffle.run.planar.kernel.Products;
import dev.riffle.run.planar.step.Convolve;
import dev.riffle.run.planar.step.Deal;
import dev.riffle.run.planar.step.Finish;
import dev.riffle.run.planar.step.Grid;
import dev.riffle.run.planar.step.Phases;
import dev.riffle.run.planar.step.Step;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a convolution sums: each cell of its window over each input channel, as a shifted view of
 * that channel's plane or of its phases.
 *
 * @param window the convolution's
 * @param in first place of each input plane
 * @param phases how the planes are dealt out first; null where the window slides over them as they
 *     lie
 * @param dealt where each plane's phases begin; null likewise
 * @param taps from a plane's first place, or its phases' beginning, to what each cell sees
 * @param grid of the outputs
 */
record Terms(Sliding window, int[] in, Phases phases, int[] dealt, int[] taps, Grid grid) {

  static Terms of(Sliding window, int[] in, Grid from, Grid to, Planes planes) {
    if (window.keepsPlaces()) {
      return new Terms(window, in, null, null, taps(window, from), to);
    }
    Phases phases = phases(window, from, to);
    int[] dealt = planes.takeRuns(in.length, phases.size());
    return new Terms(window, in, phases, dealt, phases.taps(), to);
  }

  /** What each cell of a window that keeps places sees, from a plane's first place on. */
  static int[] taps(Sliding window, Grid grid) {
    int[] taps = new int[window.kernel() * window.kernel()];
    for (int cell = 0; cell < taps.length; cell++) {
      int y = cell / window.kernel() - window.padding();
      int x = cell % window.kernel() - window.padding();
      taps[cell] = y * grid.pitch() + x;
    }
    return taps;
  }

  static Phases phases(Sliding window, Grid from, Grid to) {
    return new Phases(window.kernel(), window.stride(), window.padding(), from, to);
  }

  /** The step that deals the planes out, where one is needed. */
  Optional<Step> deal(Kernels kernels) {
    return phases == null ? Optional.empty() : Optional.of(new Deal(kernels, in, phases, dealt));
  }

  /** Gives back what was taken for the phases. */
  void release(Planes planes) {
    if (dealt != null) {
      planes.keep(dealt, 1);
      planes.drop(dealt);
    }
  }

  /**
   * The convolution itself.
   *
   * @param bias of each output channel
   * @param out first place of each output plane
   * @param nowhere a plane for the rows of blocks that are no output
   */
  Convolve convolve(
      Kernels kernels, Packing packing, float[] bias, int[] out, int nowhere, Finish finish) {
    Op.Conv2d op = (Op.Conv2d) window.node().op();
    int made = op.outChannels() / op.groups();
    int blocksPerGroup = (made + Products.ROWS - 1) / Products.ROWS;
    int[] channels = new int[op.groups() * blocksPerGroup * Products.ROWS];
    Arrays.setAll(
        channels,
        row -> {
          int group = row / (blocksPerGroup * Products.ROWS);
          int inGroup = row % (blocksPerGroup * Products.ROWS);
          return inGroup < made ? group * made + inGroup : -1;
        });
    int[] places = new int[channels.length];
    float[] starts = new float[channels.length];
    for (int row = 0; row < channels.length; row++) {
      places[row] = channels[row] < 0 ? nowhere : out[channels[row]];
      starts[row] = channels[row] < 0 ? 0 : bias[channels[row]];
    }
    int termCount = in.length / op.groups() * taps.length;
    Products products =
        new Products(
            all(),
            termCount,
            blocksPerGroup,
            packing.blocks(window.node(), channels, finish.scale()),
            starts,
            places,
            finish.fold());
    return Convolve.of(kernels, products, grid, channels, finish);
  }

  // Channel by channel, cell by cell, as weights lie.
  private int[] all() {
    int[] from = dealt == null ? in : dealt;
    int[] terms = new int[in.length * taps.length];
    Arrays.setAll(terms, t -> from[t / taps.length] + taps[t % taps.length]);
    return terms;
  }
}
