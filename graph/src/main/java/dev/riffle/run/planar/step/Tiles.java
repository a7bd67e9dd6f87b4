package dev.riffle.run.planar.step;

import dev.riffle.run.planar.kernel.Kernels;
import dev.riffle.run.planar.kernel.Products;

/**
 * How places are cut for {@link Kernels#products}: into tiles that are all about as wide, four runs
 * of {@link Grid#OVERRUN} places into two and two rather than three and one. A last place that
 * would be alone in a run is made by itself, as that is sooner done; of two or more it is not.
 *
 * @param begins the first place of each tile
 * @param widths vectors of each; 0 for a place alone
 */
record Tiles(int[] begins, int[] widths) {

  /** For products of so many terms. */
  static Tiles of(Kernels kernels, int termCount, int places) {
    boolean isOneAlone = places % Grid.OVERRUN == 1; // whatever the vectors, so that the bits are
    int runs = (places + Grid.OVERRUN - (isOneAlone ? 2 : 1)) / Grid.OVERRUN;
    int vectors = Grid.OVERRUN / kernels.lanes(); // of a run
    int widest = Math.max(1, kernels.widest(termCount) / vectors); // runs
    int wide = (runs + widest - 1) / widest;
    int[] begins = new int[isOneAlone ? wide + 1 : wide];
    int[] widths = new int[begins.length];
    for (int tile = 0; tile < wide; tile++) {
      int first = tile * runs / wide;
      begins[tile] = first * Grid.OVERRUN;
      widths[tile] = ((tile + 1) * runs / wide - first) * vectors;
    }
    if (isOneAlone) {
      begins[wide] = places - 1;
    }
    return new Tiles(begins, widths);
  }

  int count() {
    return begins.length;
  }

  /** Vectors that cover a tile. */
  int vectors(int tile) {
    return Math.max(1, widths[tile]);
  }

  /**
   * Makes a tile.
   *
   * @param first block, {@code end} the one behind the last
   * @param place that counts as the first one
   * @param to what takes the place's part where outputs begin
   * @param scratch {@link Kernels#scratch} numbers
   */
  void run(
      Kernels kernels,
      float[] arena,
      Products products,
      int first,
      int end,
      int tile,
      int place,
      int to,
      int scratch) {
    int at = place + begins[tile];
    int out = to + begins[tile];
    if (widths[tile] == 0) {
      kernels.productsOfPlace(arena, products, first, end, at, out, scratch);
    } else {
      kernels.products(arena, products, first, end, at, widths[tile], out, scratch);
    }
  }
}
