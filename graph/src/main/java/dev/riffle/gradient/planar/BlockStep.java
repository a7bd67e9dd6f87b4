package dev.riffle.gradient.planar;

import dev.riffle.gradient.kernel.SlopeKernels;
import dev.riffle.run.planar.kernel.Kernels;
import dev.riffle.run.planar.kernel.Products;
import dev.riffle.run.planar.step.Step;

/** A step over blocks of channels, several of them a unit. */
record BlockStep(int blocks, int blocksPerUnit, Body body) implements Step {
  /** Numbers of a unit's planes that stay in the cache together. */
  private static final int CACHED = 150_000;

  /** Units that a few threads can share evenly. */
  private static final int LEAST_UNITS = 6;

  /** What is done with the blocks {@code from} (inclusive) to {@code to} (exclusive). */
  interface Body {
    void run(float[] arena, int scratch, int from, int to);
  }

  /**
   * Cuts the blocks into units: not too large for the cache, not too small to be worth handing out.
   *
   * @param terms of each sum
   */
  BlockStep(int blocks, int terms, Stack stack, Body body) {
    this(blocks, perUnit(blocks, terms, stack), body);
  }

  private static int perUnit(int blocks, int terms, Stack stack) {
    long work = (long) Math.max(1, terms) * Products.ROWS * stack.places();
    int worth = (int) Math.min(blocks, LEAST_WORK * 5L / work + 1);
    int cached = CACHED / (Products.ROWS * stack.places());
    return Math.max(worth, Math.min(cached, Math.max(1, blocks / LEAST_UNITS)));
  }

  @Override
  public int units() {
    return (blocks + blocksPerUnit - 1) / blocksPerUnit;
  }

  @Override
  public int scratch() {
    return SlopeKernels.SCRATCH;
  }

  @Override
  public void run(float[] arena, int scratch, int unit) {
    int from = unit * blocksPerUnit;
    body.run(arena, scratch, from, Math.min(from + blocksPerUnit, blocks));
  }

  /** The sums of some blocks at all places, few places at a time so that the terms are cached. */
  static void multiply(
      Kernels kernels, float[] arena, Products products, int from, int to, Stack stack) {
    int vectors = stack.vectors(kernels.lanes());
    int widest = kernels.widest();
    for (int i = 0; i < vectors; i += widest) {
      int wide = Math.min(widest, vectors - i);
      for (int block = from; block < to; block++) {
        kernels.products(arena, products, block, i * kernels.lanes(), wide);
      }
    }
  }
}
