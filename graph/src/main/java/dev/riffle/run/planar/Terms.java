package dev.riffle.run.planar;

import dev.riffle.graph.Node;
import dev.riffle.graph.Shape;
import dev.riffle.run.planar.kernel.Kernels;
import dev.riffle.run.planar.kernel.Products;
import dev.riffle.run.planar.kernel.Window;
import dev.riffle.run.planar.step.Between;
import dev.riffle.run.planar.step.Convolve;
import dev.riffle.run.planar.step.Finish;
import dev.riffle.run.planar.step.Funnel;
import dev.riffle.run.planar.step.Grid;
import dev.riffle.run.planar.step.Reduction;
import java.util.Arrays;

/**
 * What a convolution sums: each cell of its window over each input channel, as a shifted view of
 * that channel's plane or of one of its phases. A convolution whose own output is wanted dealt out
 * makes its phases one by one, each from other views and with the same weights. A fully connected
 * layer is one whose window sees the whole map, from one place.
 *
 * @param node the convolution
 * @param groups its groups
 * @param planes first place of each input plane, or of its first phase
 * @param taps from there to what each cell sees, {@code [output phase][cell]}
 */
record Terms(Node node, int groups, int[] planes, int[][] taps) {

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

  /** What a fully connected layer sees of a plane. */
  static int[] taps(Shape shape, Grid grid) {
    int[] taps = new int[shape.height() * shape.width()];
    Arrays.setAll(taps, i -> i / shape.width() * grid.pitch() + i % shape.width());
    return taps;
  }

  /**
   * The convolution itself.
   *
   * @param bias of each output channel
   * @param out first place of each output plane
   * @param nowhere a plane for the rows of blocks that are no output
   */
  Convolve convolve(
      Kernels kernels,
      Packing packing,
      float[] bias,
      int[] out,
      int nowhere,
      Grid grid,
      Finish finish) {
    int[] channels = channels();
    int[] places = new int[channels.length];
    Arrays.setAll(places, row -> channels[row] < 0 ? nowhere : out[channels[row]]);
    return Convolve.of(
        kernels, products(packing, bias, channels, places, finish), grid, channels, finish);
  }

  /**
   * The convolution with the window that its output is dealt out for.
   *
   * @param bias of each channel that the convolution makes
   * @param made how it ends
   * @param seen what the window sees of that
   * @param out first place of each plane that the window makes
   * @param finish how that ends
   */
  Funnel funnel(
      Kernels kernels,
      Packing packing,
      float[] bias,
      Finish made,
      Between between,
      Window seen,
      Reduction reduction,
      int[] out,
      Grid grid,
      Finish finish) {
    int[] channels = channels();
    int rows = channels.length;
    int perUnit = Funnel.blocksPerUnit(kernels, rows / Products.ROWS, termCount(), between);
    int[] places = new int[taps.length * rows];
    Arrays.setAll(places, i -> between.first(i % rows % (perUnit * Products.ROWS), i / rows));
    return Funnel.of(
        kernels,
        products(packing, bias, channels, places, made),
        channels,
        made.late(),
        between,
        seen,
        reduction,
        out,
        grid,
        finish,
        perUnit);
  }

  private int termCount() {
    return planes.length / groups * taps[0].length;
  }

  private int outputsOfGroup() {
    return node.shape().channels() / groups;
  }

  // Rows of outputs that go to these places, all rows once for each phase.
  private Products products(
      Packing packing, float[] bias, int[] channels, int[] places, Finish finish) {
    float[] starts = new float[places.length];
    for (int i = 0; i < starts.length; i++) {
      int channel = channels[i % channels.length];
      starts[i] = channel < 0 ? 0 : bias[channel];
    }
    return new Products(
        terms(),
        termCount(),
        outputsOfGroup(),
        packing.blocks(node, channels, finish.scale()),
        starts,
        places,
        finish.fold());
  }

  // Which output each row of the blocks is; a group's last block may have rows to spare.
  private int[] channels() {
    int made = outputsOfGroup();
    int rows = (made + Products.ROWS - 1) / Products.ROWS * Products.ROWS;
    int[] channels = new int[groups * rows];
    Arrays.setAll(channels, i -> i % rows < made ? i / rows * made + i % rows : -1);
    return channels;
  }

  // Phase by phase, in each channel by channel and cell by cell, as weights lie.
  private int[] terms() {
    int cells = taps[0].length;
    int each = planes.length * cells;
    int[] terms = new int[taps.length * each];
    Arrays.setAll(terms, t -> planes[t % each / cells] + taps[t / each][t % cells]);
    return terms;
  }
}
