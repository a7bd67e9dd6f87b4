package dev.riffle.run.planar.kernel;

import dev.riffle.graph.Activation;
import dev.riffle.run.planar.kernel.Window.Lie;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Calls verbs until HotSpot has compiled them. A vector is an object until then, and the first
 * picture would wait most of a second for work that another processor can do while a program reads
 * its weights. How soon HotSpot compiles them is a matter of its options; the launcher has some for
 * those that detectors need.
 */
final class WarmUp {
  private static final int MOST = 30_000; // calls of a verb
  private static final int ENOUGH = 16; // fast calls in a row
  private static final int VECTORS = 2; // of a small plane
  private static final int TERMS = 9;
  private static final int WIDTH = 24; // of a small map
  private static final int ROWS = 12; // loops look long, yet methods are compiled before them
  private static final int OUTPUTS = 12; // a block and a half

  /** Verbs that are warmed up together, those first from which a network gains most. */
  enum Verb {
    ADD, // and its like; first, as with little else HotSpot learns how all load and store vectors
    PRODUCTS,
    WEIGHTED_WINDOW,
    HIGHEST,
    PRODUCTS_OF_PLACE,
    DEAL,
    DOUBLE_PLANE,
    HALVE_PLANE,
    ACTIVATE,
    WEIGHTED_SUM,
    ANY_WINDOW;

    /** What comes behind it most detectors do without. */
    static final Verb LAST_OF_MOST_DETECTORS = HALVE_PLANE;
  }

  private final Kernels kernels;
  private final int plane;
  private final float[] arena;
  private final int[] terms;
  private final float[] weights = new float[TERMS * Products.ROWS];

  WarmUp(Kernels kernels) {
    this.kernels = kernels;
    this.plane = (VECTORS + 2) * 16;
    this.arena = new float[48 * plane];
    this.terms = terms(TERMS);
  }

  /** Goes on until it is fast, or has been called so often that it will not be. */
  void warm(Verb verb) {
    switch (verb) {
      case PRODUCTS -> products();
      case WEIGHTED_SUM ->
          untilFast(
              9 * VECTORS,
              () -> kernels.weightedSum(arena, 0, terms, weights, 0, 0, 1, 2 * plane, VECTORS));
      case WEIGHTED_WINDOW -> {
        weightedWindow(Lie.PLANE);
        weightedWindow(Lie.PHASES);
      }
      case ANY_WINDOW -> weightedWindow(Lie.ANY);
      case PRODUCTS_OF_PLACE -> productsOfPlace();
      case HIGHEST ->
          untilFast(9 * VECTORS, () -> kernels.highest(arena, 0, terms, 2 * plane, VECTORS));
      case DEAL -> {
        untilFast(
            4 * VECTORS, () -> kernels.deal(arena, plane, 40, 1, 40, 2 * plane, 3 * plane, 20));
        untilFast(
            4 * VECTORS, () -> kernels.dealFours(arena, plane, 40, 1, 40, 2 * plane, plane, 20));
      }
      case ADD ->
          untilFast(VECTORS, () -> kernels.add(arena, plane, 2 * plane, 3 * plane, VECTORS));
      case DOUBLE_PLANE ->
          untilFast(
              8 * ROWS * VECTORS,
              () -> kernels.doublePlane(arena, plane, WIDTH, ROWS, WIDTH, 3 * plane, 2 * WIDTH));
      case HALVE_PLANE ->
          untilFast(
              6 * ROWS * VECTORS,
              () -> kernels.halvePlane(arena, plane, 2 * WIDTH, ROWS, WIDTH, 6 * plane, WIDTH));
      case ACTIVATE ->
          untilFast(VECTORS, () -> kernels.activate(arena, plane, VECTORS, Activation.LEAKY_RELU));
    }
  }

  // Of a plane that lies as it is, or was dealt out by twos.
  private void weightedWindow(Lie lie) {
    int[] taps = new int[9];
    for (int cell = 0; cell < taps.length; cell++) {
      int row = cell / 3;
      int column = cell % 3;
      taps[cell] =
          lie == Lie.PLANE
              ? row * WIDTH + column
              : row / 2 * WIDTH + row % 2 * plane + column / 2 + column % 2 * WIDTH;
    }
    int[] low = {1, 0, 0};
    int[] high = {WIDTH, WIDTH, WIDTH - 1};
    Window window = Window.of(3, taps, low, high, WIDTH, WIDTH, kernels.lanes(), lie);
    untilFast(
        12 * ROWS * VECTORS,
        () ->
            kernels.weightedWindow(arena, window, plane, weights, weights, 0, 1, 6 * plane, ROWS));
  }

  // So many terms that rounds of four end in each way.
  private void products() {
    List<Products> all =
        IntStream.range(TERMS, TERMS + 4).mapToObj(t -> products(t, OUTPUTS)).toList();
    int termCount = all.stream().mapToInt(Products::termCount).sum();
    for (int wide = 3; wide >= 1; wide--) {
      int vectors = wide;
      untilFast(
          OUTPUTS / 4 * termCount * wide,
          () ->
              all.forEach(each -> kernels.products(arena, each, 0, 2, 0, vectors, 0, 40 * plane)));
    }
  }

  // One block, and as many as are summed together.
  private void productsOfPlace() {
    Products products = products(TERMS, 5 * Products.ROWS);
    untilFast(5 * TERMS, () -> kernels.productsOfPlace(arena, products, 0, 5, 0, 0, 40 * plane));
  }

  private Products products(int termCount, int outputs) {
    int[] out = new int[(outputs + Products.ROWS - 1) / Products.ROWS * Products.ROWS];
    Arrays.setAll(out, row -> (2 + row % 10) * plane);
    float[] bias = new float[out.length];
    float[] weights = Products.room(out.length * termCount);
    return new Products(terms(termCount), termCount, outputs, weights, bias, out, 1);
  }

  private int[] terms(int count) {
    int[] terms = new int[count];
    Arrays.setAll(terms, t -> plane + t % 16);
    return terms;
  }

  // Compiled code takes a nanosecond or two a vector, vectors on the heap a hundred.
  private static void untilFast(int work, Runnable call) {
    int fast = 0;
    for (int i = 0; i < MOST && fast < ENOUGH; i++) {
      long start = System.nanoTime();
      call.run();
      fast = System.nanoTime() - start < 200 + 12L * work ? fast + 1 : 0;
    }
  }
}
