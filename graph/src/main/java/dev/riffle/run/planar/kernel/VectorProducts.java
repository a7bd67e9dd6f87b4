package dev.riffle.run.planar.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Kernels#products} by vectors: a tile of four or eight outputs by one to three vectors of
 * places stays in registers while all terms are added to it. Where registers are few, {@link
 * VectorProductsOfStrip} does it.
 *
 * <p>Written out tile by tile: HotSpot keeps vectors in registers only where each is a local
 * variable, and gives up on a method that makes too many calls on vectors.
 *
 * <p>At last −0, which changes no number, is added to each sum. Of a variable that changes in a
 * loop HotSpot knows the kind from earlier calls alone, and where it compiles this before it has
 * seen any, all vectors stay objects for good; what a constant gives is a vector of known kind.
 */
final class VectorProducts {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final boolean MANY_REGISTERS = LANES >= 16;

  /** Vectors of places in a tile at most. */
  private static final int TILE = MANY_REGISTERS ? 3 : VectorProductsOfStrip.WIDEST;

  /** Vectors of places at once; where tiles are small, several of them. */
  static final int WIDEST = MANY_REGISTERS ? TILE : 64 / LANES;

  /** Terms from which on one small tile has so much to do that the next can wait. */
  private static final int MANY_TERMS = 256;

  /**
   * Blocks enough to share what they read; where it is copied that takes as long as one of them.
   */
  static final int FEWEST_BLOCKS = MANY_REGISTERS ? 2 : 8;

  private VectorProducts() {}

  /** Vectors of places at once where each place has so many terms. */
  static int widest(int termCount) {
    int tiles = Math.max(1, MANY_TERMS / termCount);
    return Math.min(WIDEST, TILE * tiles);
  }

  /** Numbers of scratch memory that so many terms take. */
  static int scratch(int termCount) {
    return MANY_REGISTERS ? 0 : VectorProductsOfStrip.size(termCount);
  }

  static void run(
      float[] arena,
      Products products,
      int first,
      int end,
      int place,
      int vectors,
      int to,
      int scratch) {
    int blocksPerGroup = products.blocksPerGroup();
    for (int block = first; block < end; ) {
      int next = Math.min(end, (block / blocksPerGroup + 1) * blocksPerGroup);
      for (int v = 0; v < vectors; v += TILE) {
        int wide = Math.min(TILE, vectors - v);
        int shift = v * LANES;
        if (MANY_REGISTERS) {
          blocks(arena, products, block, next, place + shift, wide, to + shift);
        } else {
          VectorProductsOfStrip.run(
              arena, products, block, next, place + shift, wide, to + shift, scratch);
        }
      }
      block = next;
    }
  }

  // Blocks of one group, of which the last may have few rows.
  private static void blocks(
      float[] arena, Products products, int block, int next, int place, int vectors, int to) {
    int[] terms = products.terms();
    int first = products.firstTerm(block);
    int end = first + products.termCount();
    float[] weights = products.weights();
    int w = products.firstWeight(block);
    float[] bias = products.bias();
    int[] out = products.out();
    int o = block * Products.ROWS;
    int stop = next * Products.ROWS;
    int whole = products.wholeRows(next);
    int half = Products.HALF;
    float by = products.fold();
    if (vectors > 1) {
      if (vectors == 3) {
        VectorProductsOfEight.by3(
            arena, terms, first, end, weights, w, bias, out, o, whole, place, to, by);
      } else {
        VectorProductsOfEight.by2(
            arena, terms, first, end, weights, w, bias, out, o, whole, place, to, by);
      }
      w += (whole - o) * products.termCount();
      o = whole;
    }
    for (; o < stop; o += Products.ROWS) {
      VectorProductsOfFour.run(
          arena, terms, first, end, weights, w, bias, out, o, place, to, by, vectors);
      if (o < whole) {
        VectorProductsOfFour.run(
            arena, terms, first, end, weights, w + half, bias, out, o + half, place, to, by,
            vectors);
      }
      w += products.termCount() * Products.ROWS;
    }
  }
}
