package dev.riffle.gradient.planar.mix;

import dev.riffle.gradient.planar.place.Arena;
import dev.riffle.gradient.planar.place.Plane;
import dev.riffle.gradient.planar.place.Stack;
import dev.riffle.gradient.planar.place.Target;
import dev.riffle.gradient.planar.plan.BlockStep;
import dev.riffle.gradient.planar.plan.TrainingPlan;
import dev.riffle.gradient.planar.plan.UnitStep;
import dev.riffle.gradient.planar.window.Dealer;
import dev.riffle.gradient.planar.window.Window;
import dev.riffle.run.planar.kernel.Kernels;
import dev.riffle.run.planar.kernel.Products;
import java.util.Arrays;

/**
 * The way back from a convolution's slopes to those of its input: sums of weighted planes again.
 */
final class InputSlopes {
  private static final int ROWS = Products.ROWS;

  private final TrainingPlan plan;
  private final Kernels kernels;
  private final Groups groups;
  private final Window window;
  private final Dealer dealer;
  private final float[] weight;
  private final int[] slopePlanes; // of the output
  private final Plane[] in;
  private final Target[] targets;
  private final int mask; // of the input

  InputSlopes(
      TrainingPlan plan,
      Groups groups,
      Window window,
      Dealer dealer,
      float[] weight,
      int[] slopePlanes,
      Plane[] in) {
    this.plan = plan;
    this.kernels = plan.kernels();
    this.groups = groups;
    this.window = window;
    this.dealer = dealer;
    this.weight = weight;
    this.slopePlanes = slopePlanes;
    this.in = in;
    this.targets = Target.of(in, plan.arena());
    this.mask = plan.arena().mask(window.in());
  }

  /** Adds the steps. */
  void plan() {
    if (window.deals()) {
      planDealt();
    } else {
      int[] into = Arrays.stream(targets).mapToInt(Target::at).toArray();
      planPhase(0, into, true);
    }
    Target.drop(targets, in, plan.arena());
  }

  // The slopes of each phase, then those of the planes that the phases were.
  private void planDealt() {
    Arena arena = plan.arena();
    Stack stack = window.out();
    int[] phases = new int[in.length];
    Arrays.setAll(phases, c -> arena.take(stack, window.phases()));
    for (int phase = 0; phase < window.phases(); phase++) {
      if (window.isSeen(phase)) {
        int behind = phase * stack.planeSize();
        planPhase(phase, Arrays.stream(phases).map(first -> first + behind).toArray(), false);
      }
    }
    plan.backward(
        new UnitStep(
            in.length,
            0,
            (memory, scratch, c) -> {
              dealer.gather(memory, phases[c], targets[c].at());
              targets[c].addMasked(kernels, memory, mask);
            }));
  }

  private void planPhase(int phase, int[] into, boolean isLast) {
    int[] cells = window.cells(phase);
    int termCount = groups.out() * cells.length;
    int[] terms = new int[groups.count() * termCount];
    Arrays.setAll(
        terms, i -> slopePlanes[i / cells.length] - window.shift(cells[i % cells.length]));
    int blocks = groups.inBlocks();
    Products products =
        new Products(
            terms,
            termCount,
            groups.in(),
            Products.room(blocks * ROWS * termCount),
            new float[blocks * ROWS],
            groups.inRows(into),
            0);
    plan.backward(
        new BlockStep(
            kernels,
            blocks,
            termCount,
            window.out(),
            (arena, scratch, from, to) -> {
              for (int block = from; block < to; block++) {
                pack(products, cells, block);
              }
              BlockStep.multiply(kernels, arena, scratch, products, from, to, window.out());
              if (isLast) {
                finish(arena, from, to);
              }
            }));
  }

  // Weights of all outputs for the block's inputs, side by side for each term.
  private void pack(Products products, int[] cells, int block) {
    float[] packed = products.weights();
    int perOut = groups.in() * window.cells();
    int firstOut = block / products.blocksPerGroup() * groups.out();
    int to = block * products.termCount() * ROWS;
    for (int row = 0; row < ROWS; row++, to++) {
      int first = firstOut * perOut + groups.in(block, row) % groups.in() * window.cells();
      int at = to;
      for (int o = 0; o < groups.out(); o++, first += perOut) {
        for (int cell : cells) {
          packed[at] = weight[first + cell];
          at += ROWS;
        }
      }
    }
  }

  // Sums of slopes that are not shifted are zero at the pads as it is.
  private void finish(float[] arena, int from, int to) {
    for (int block = from; block < to; block++) {
      for (int row = 0; row < groups.inCount(block); row++) {
        Target target = targets[groups.in(block, row)];
        if (window.kernel() > 1) {
          target.addMasked(kernels, arena, mask);
        } else {
          target.add(kernels, arena);
        }
      }
    }
  }
}
