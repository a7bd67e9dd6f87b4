package dev.riffle.run.planar.kernel;

import dev.riffle.graph.Activation;
import java.util.Arrays;

/**
 * Calls every verb until HotSpot has compiled it. A vector is an object until then, and the first
 * picture would wait most of a second for work that another processor can do while a program reads
 * its weights.
 */
final class WarmUp {
  private static final int MOST = 3_000; // calls of a verb, which is compiled while others go on
  private static final int MOST_OF_PRODUCTS = 30_000; // as they are used at once
  private static final int ENOUGH = 16; // fast calls in a row
  private static final int VECTORS = 8; // of a small plane
  private static final int TERMS = 48;

  private final Kernels kernels;
  private final int plane;
  private final float[] arena;
  private final int[] terms = new int[TERMS];
  private final float[] weights = new float[TERMS * Products.ROWS];

  WarmUp(Kernels kernels) {
    this.kernels = kernels;
    this.plane = (VECTORS + 2) * 16;
    this.arena = new float[12 * plane];
    Arrays.setAll(terms, t -> plane + t % 16);
  }

  void products() {
    int[] out = {2 * plane, 3 * plane, 4 * plane, 5 * plane};
    Products products = new Products(terms, TERMS, 1, weights, new float[4], out, 1);
    for (int wide = kernels.widest(); wide >= 1; wide--) {
      int vectors = wide;
      untilFast(
          MOST_OF_PRODUCTS, TERMS * wide, () -> kernels.products(arena, products, 0, 0, vectors));
    }
  }

  void others() {
    int[] taps = Arrays.copyOf(terms, 9);
    float[] ninth = new float[9];
    untilFast(
        MOST,
        9 * VECTORS,
        () -> kernels.weightedSum(arena, 0, taps, ninth, 0, 0, 1, 2 * plane, VECTORS));
    untilFast(
        MOST, 4 * VECTORS, () -> kernels.deal(arena, plane, 40, 3, 40, 2 * plane, 3 * plane, 20));
    untilFast(MOST, 20 * VECTORS, () -> kernels.highest(arena, 0, taps, 2 * plane, VECTORS));
    untilFast(
        MOST, 8 * VECTORS, () -> kernels.doubleRow(arena, plane, 2 * plane, 0.25f, 20, 3 * plane));
    untilFast(MOST, VECTORS, () -> kernels.add(arena, plane, 2 * plane, 3 * plane, VECTORS));
    untilFast(
        MOST, 4 * VECTORS, () -> kernels.halveRow(arena, plane, 2 * plane, 0.5f, 20, 3 * plane));
    untilFast(MOST, VECTORS, () -> kernels.dot(weights, 0, arena, 0, 64, plane));
    untilFast(MOST, VECTORS, () -> kernels.activate(arena, plane, VECTORS, Activation.LEAKY_RELU));
  }

  // Compiled code takes a nanosecond or two a vector, vectors on the heap a hundred.
  private static void untilFast(int most, int work, Runnable call) {
    int fast = 0;
    for (int i = 0; i < most && fast < ENOUGH; i++) {
      long start = System.nanoTime();
      call.run();
      fast = System.nanoTime() - start < 200 + 12L * work ? fast + 1 : 0;
    }
  }
}
