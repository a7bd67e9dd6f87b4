package dev.riffle.run.planar.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Kernels#productsOfPlace} by vectors along a block's weights, which hold two terms of eight
 * outputs behind one another: of one place they are fuller than vectors of places. Several blocks
 * at a time, as each sum waits for its last product.
 */
final class VectorProductsOfPlace {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  /** Numbers of two terms. */
  private static final int PAIR = 2 * Products.ROWS;

  /** Blocks that are summed at once. */
  private static final int TOGETHER = 4;

  /** Numbers that their sums take. */
  static final int SCRATCH = TOGETHER * PAIR;

  private static final VectorMask<Float> SECOND =
      VectorMask.fromLong(SPECIES, LANES < PAIR ? 0 : -1L << Products.ROWS & -1L >>> (64 - LANES));

  private VectorProductsOfPlace() {}

  static void run(
      float[] arena, Products products, int first, int end, int place, int to, int scratch) {
    for (int block = first; block < end; ) {
      int term = products.firstTerm(block);
      int weight = products.firstWeight(block);
      int next = block + TOGETHER;
      boolean areMany = next <= end && products.firstTerm(next - 1) == term;
      for (int part = 0; part < PAIR; part += LANES) {
        if (areMany) {
          four(arena, products, term, weight, part, place, scratch);
        } else {
          one(arena, products, term, weight, part, place, scratch);
        }
      }
      int together = areMany ? TOGETHER : 1;
      for (int k = 0; k < together; k++) {
        products.finishPlace(arena, block + k, place, to, scratch + k * PAIR);
      }
      block += together;
    }
  }

  private static void one(
      float[] arena, Products products, int first, int w, int part, int place, int scratch) {
    int[] terms = products.terms();
    float[] weights = products.weights();
    int end = first + products.termCount() - 1;
    FloatVector s = FloatVector.zero(SPECIES);
    int at = w + part;
    for (int t = first; t < end; t += 2) {
      FloatVector x =
          FloatVector.broadcast(SPECIES, arena[terms[t + part / Products.ROWS] + place]);
      x = x.blend(FloatVector.broadcast(SPECIES, arena[terms[t + 1] + place]), SECOND);
      s = FloatVector.fromArray(SPECIES, weights, at).fma(x, s);
      at += PAIR;
    }
    s.intoArray(arena, scratch + part);
  }

  private static void four(
      float[] arena, Products products, int first, int w, int part, int place, int scratch) {
    int[] terms = products.terms();
    float[] weights = products.weights();
    int apart = products.termCount() * Products.ROWS;
    int end = first + products.termCount() - 1;
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    int at = w + part;
    for (int t = first; t < end; t += 2) {
      FloatVector x =
          FloatVector.broadcast(SPECIES, arena[terms[t + part / Products.ROWS] + place]);
      x = x.blend(FloatVector.broadcast(SPECIES, arena[terms[t + 1] + place]), SECOND);
      s0 = FloatVector.fromArray(SPECIES, weights, at).fma(x, s0);
      s1 = FloatVector.fromArray(SPECIES, weights, at + apart).fma(x, s1);
      s2 = FloatVector.fromArray(SPECIES, weights, at + 2 * apart).fma(x, s2);
      s3 = FloatVector.fromArray(SPECIES, weights, at + 3 * apart).fma(x, s3);
      at += PAIR;
    }
    int to = scratch + part;
    s0.intoArray(arena, to);
    s1.intoArray(arena, to + PAIR);
    s2.intoArray(arena, to + 2 * PAIR);
    s3.intoArray(arena, to + 3 * PAIR);
  }
}
