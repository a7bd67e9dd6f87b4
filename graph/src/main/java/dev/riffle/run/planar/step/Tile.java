package dev.riffle.run.planar.step;

import dev.riffle.run.planar.kernel.Kernels;
import dev.riffle.run.planar.kernel.Products;

/** Places that are done together, so that what all outputs read of them stays in the cache. */
final class Tile {
  private static final int PLACES = 64;

  private Tile() {}

  /** Vectors in a tile. */
  static int vectors(Kernels kernels) {
    return PLACES / kernels.lanes();
  }

  /**
   * Some blocks of products at the places of a tile.
   *
   * @param first the first block, {@code end} the one behind the last
   * @param vectors at most as many as a tile has
   */
  static void products(
      Kernels kernels,
      float[] arena,
      Products products,
      int first,
      int end,
      int place,
      int vectors,
      int to) {
    int widest = kernels.widest();
    int lanes = kernels.lanes();
    for (int block = first; block < end; block++) {
      for (int v = 0; v < vectors; v += widest) {
        int count = Math.min(widest, vectors - v);
        kernels.products(arena, products, block, place + v * lanes, count, to + v * lanes);
      }
    }
  }
}
