package dev.riffle.gradient.planar.plan;

import dev.riffle.gradient.kernel.SlopeKernels;
import dev.riffle.gradient.planar.place.Stack;
import dev.riffle.run.planar.kernel.Kernels;
import dev.riffle.run.planar.kernel.Products;
import dev.riffle.run.planar.step.Step;

/**
 * A step over blocks of {@link Products#ROWS} channels, cut into units of about as many blocks
 * each.
 *
 * @param scratch numbers of scratch memory that one needs
 * @param body what is done with some blocks
 */
public record BlockStep(int blocks, int units, int scratch, Body body) implements Step {
  /** Numbers of a unit's planes that stay in the cache together. */
  private static final int CACHED = 150_000;

  /** Units that a few threads can share evenly. */
  private static final int FEW = 8;

  /** What is done with the blocks {@code from} (inclusive) to {@code to} (exclusive). */
  public interface Body {
    /** As {@link Step#run}. */
    void run(float[] arena, int scratch, int from, int to);
  }

  /**
   * Cuts the blocks into units: not too large for the cache, not too small to be worth handing out.
   *
   * @param kernels what multiplies
   * @param terms of each sum that is made of a channel
   * @param stack how the channels lie
   */
  public BlockStep(Kernels kernels, int blocks, int terms, Stack stack, Body body) {
    this(
        blocks,
        units(blocks, terms, stack),
        Math.max(SlopeKernels.SCRATCH, kernels.scratch(terms)),
        body);
  }

  /** Blocks of so many channels. */
  public static int blocks(int channels) {
    return (channels + Products.ROWS - 1) / Products.ROWS;
  }

  private static int units(int blocks, int terms, Stack stack) {
    long places = (long) Products.ROWS * stack.places();
    long worth = Math.max(1, blocks * places * Math.max(1, terms) / (5 * LEAST_WORK));
    long cached = (blocks * places + CACHED - 1) / CACHED;
    return (int) Math.min(blocks, Math.min(worth, Math.max(FEW, cached + cached % 2)));
  }

  @Override
  public void run(float[] arena, int scratch, int unit) {
    body.run(arena, scratch, first(unit), first(unit + 1));
  }

  private int first(int unit) {
    return (int) ((long) unit * blocks / units);
  }

  /**
   * The sums of some blocks at all places, few places at a time so that the terms are cached.
   *
   * @param scratch {@link Kernels#scratch} numbers
   */
  public static void multiply(
      Kernels kernels,
      float[] arena,
      int scratch,
      Products products,
      int from,
      int to,
      Stack stack) {
    int vectors = stack.vectors(kernels.lanes());
    int widest = kernels.widest();
    for (int i = 0; i < vectors; i += widest) {
      int wide = Math.min(widest, vectors - i);
      int place = i * kernels.lanes();
      kernels.products(arena, products, from, to, place, wide, place, scratch);
    }
  }
}
