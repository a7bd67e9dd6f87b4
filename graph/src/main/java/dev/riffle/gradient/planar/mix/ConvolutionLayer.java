package dev.riffle.gradient.planar.mix;

import dev.riffle.gradient.kernel.SlopeKernels;
import dev.riffle.gradient.planar.place.Plane;
import dev.riffle.gradient.planar.plan.BlockStep;
import dev.riffle.gradient.planar.plan.Layer;
import dev.riffle.gradient.planar.plan.TrainingPlan;
import dev.riffle.gradient.planar.plan.UnitStep;
import dev.riffle.gradient.planar.window.Dealer;
import dev.riffle.gradient.planar.window.Parts;
import dev.riffle.gradient.planar.window.Tail;
import dev.riffle.gradient.planar.window.Window;
import dev.riffle.run.planar.kernel.Kernels;
import dev.riffle.run.planar.kernel.Products;
import java.util.Arrays;

/**
 * A convolution that mixes channels, as sums of weighted planes. Of the value y, slopes dy:
 *
 * <pre>
 * y[o]     = bias[o] + Σ W[o, t] · x[t]      the terms t are the group's planes, shifted cell by cell
 * dW[o, t] = Σ over places of dy[o] · x[t]
 * dx[c]    = Σ W[o, t] · dy[o], shifted back, over the outputs o and the terms t that c is in
 * </pre>
 */
public final class ConvolutionLayer implements Layer {
  private static final int ROWS = Products.ROWS;

  private final Kernels kernels;
  private final SlopeKernels slopes;
  private final Plane[] in;
  private final Plane[] out;
  private final Window window;
  private final Dealer dealer;
  private final int mask;
  private final Parts.Weights weights;
  private final Tail tail;
  private final Groups groups;
  private final Products products;

  /**
   * Adds the steps of the way there.
   *
   * @param groups that channels are cut into, none of which sees another's
   */
  public ConvolutionLayer(Parts parts, int groups, TrainingPlan plan) {
    kernels = plan.kernels();
    slopes = plan.slopeKernels();
    in = parts.in();
    out = parts.out();
    window = parts.window();
    dealer = new Dealer(window, kernels, slopes);
    mask = plan.arena().mask(window.out());
    weights = parts.weights();
    tail = parts.tail();
    this.groups = new Groups(groups, in.length / groups, out.length / groups);
    int blocks = this.groups.outBlocks();
    int terms = this.groups.in() * window.cells();
    products =
        new Products(
            this.groups.terms(window.deals() ? dealt(plan) : Plane.values(in), window.taps()),
            terms,
            this.groups.out(),
            Products.room(blocks * ROWS * terms),
            new float[blocks * ROWS],
            this.groups.outRows(parts.raw()),
            0);
    plan.forward(new BlockStep(kernels, blocks, terms, window.out(), this::forward));
  }

  // Where the phases of each input plane begin.
  private int[] dealt(TrainingPlan plan) {
    int[] phases = new int[in.length];
    Arrays.setAll(phases, c -> plan.arena().take(window.out(), window.phases()));
    plan.forward(
        new UnitStep(
            in.length, 0, (arena, scratch, c) -> dealer.deal(arena, in[c].value(), phases[c], 0)));
    return phases;
  }

  @Override
  public Plane[] out() {
    return out;
  }

  private void forward(float[] arena, int scratch, int from, int to) {
    for (int block = from; block < to; block++) {
      pack(block);
    }
    BlockStep.multiply(kernels, arena, scratch, products, from, to, window.out());
    for (int block = from; block < to; block++) {
      for (int row = 0; row < groups.outCount(block); row++) {
        tail.forward(arena, scratch, groups.out(block, row));
      }
    }
  }

  // The block's weights, side by side for each term.
  private void pack(int block) {
    int terms = products.termCount();
    float[] weight = weights.weight();
    float[] packed = products.weights();
    for (int row = 0; row < ROWS; row++) {
      int channel = groups.out(block, row);
      int at = channel * terms;
      int to = block * terms * ROWS + row;
      for (int t = 0; t < terms; t++) {
        packed[to + t * ROWS] = weight[at + t];
      }
      products.bias()[block * ROWS + row] = weights.bias(channel);
    }
  }

  @Override
  public void backward(TrainingPlan plan) {
    int[] slopePlanes = Plane.slopes(out);
    int[] rows = groups.outRows(slopePlanes);
    boolean isVector = window.isPoint() && groups.count() == 1;
    boolean takesDots = weights.weightSlopes() != null && !isVector;
    plan.backward(
        new BlockStep(
            kernels,
            groups.outBlocks(),
            takesDots ? products.termCount() : 0,
            window.out(),
            (arena, scratch, from, to) -> {
              tails(arena, scratch, from, to);
              if (takesDots) {
                dots(arena, scratch, rows, from, to);
              }
            }));
    if (isVector) {
      new VectorMaps(plan, in, slopePlanes, weights).plan();
    } else if (Plane.anyLearns(in)) {
      new InputSlopes(plan, groups, window, dealer, weights.weight(), slopePlanes, in).plan();
    }
  }

  private void tails(float[] arena, int scratch, int from, int to) {
    int vectors = window.out().vectors(slopes.lanes());
    for (int block = from; block < to; block++) {
      for (int row = 0; row < groups.outCount(block); row++) {
        int channel = groups.out(block, row);
        tail.backward(arena, scratch, channel);
        if (weights.biasSlopes() != null) {
          int at = out[channel].slope();
          weights.biasSlopes()[channel] = (float) slopes.sum(arena, at, mask, vectors, scratch);
        }
      }
    }
  }

  // Terms are met once by all blocks, whose slopes stay in the cache.
  private void dots(float[] arena, int scratch, int[] rows, int from, int to) {
    int vectors = window.out().vectors(slopes.lanes());
    int terms = products.termCount();
    for (int t = 0; t < terms; t += SlopeKernels.TILE) {
      int count = Math.min(SlopeKernels.TILE, terms - t);
      for (int block = from; block < to; block++) {
        int term = block / products.blocksPerGroup() * terms + t;
        for (int row = 0; row < groups.outCount(block); row++) {
          if (row % SlopeKernels.TILE == 0) {
            slopes.dots(arena, rows, block * ROWS + row, products.terms(), term, vectors, scratch);
          }
          int first = scratch + row % SlopeKernels.TILE * SlopeKernels.TILE;
          int at = groups.out(block, row) * terms + t;
          System.arraycopy(arena, first, weights.weightSlopes(), at, count);
        }
      }
    }
  }
}
