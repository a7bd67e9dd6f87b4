package dev.riffle.gradient.planar;

import dev.riffle.gradient.kernel.SlopeKernels;
import dev.riffle.run.planar.kernel.Kernels;
import dev.riffle.run.planar.kernel.Products;
import dev.riffle.run.planar.step.Step;
import java.util.stream.Stream;

/**
 * A convolution that mixes channels, as sums of weighted planes. Of the value y, slopes dy:
 *
 * <pre>
 * y[o]     = bias[o] + Σ W[o, t] · x[t]      the terms t are the group's planes, shifted cell by cell
 * dW[o, t] = Σ over places of dy[o] · x[t]
 * dx[c]    = Σ W[o, t] · dy[o], shifted back, over the outputs o and the terms t that c is in
 * </pre>
 */
final class ConvolutionLayer implements Layer {
  private static final int ROWS = Products.ROWS;

  private final Kernels kernels;
  private final SlopeKernels slopes;
  private final Plane[] in;
  private final Plane[] out;
  private final Window window;
  private final Dealer dealer;
  private final int mask;
  private final float[] weight; // [out][term of its group]
  private final float[] bias; // null for none
  private final float[] weightSlopes; // null where they do not learn
  private final float[] biasSlopes;
  private final Tail tail;
  private final int[] slopePlanes;
  private final Groups groups;
  private final Products products;

  /**
   * What a convolution is made of.
   *
   * @param from where each input plane lies, or its phases begin
   * @param raw where each output plane lies before its tail
   */
  record Parts(
      Plane[] in,
      int[] from,
      Window window,
      int groups,
      int[] raw,
      Plane[] out,
      int[] slopePlanes,
      Convolutions.Weights weights,
      Tail tail) {}

  ConvolutionLayer(Parts parts, TrainingPlan plan) {
    kernels = plan.kernels();
    slopes = plan.slopeKernels();
    in = parts.in;
    out = parts.out;
    window = parts.window;
    dealer = new Dealer(window, kernels, slopes);
    mask = plan.arena().mask(window.out());
    weight = parts.weights.weight();
    bias = parts.weights.bias();
    weightSlopes = parts.weights.weightSlopes();
    biasSlopes = parts.weights.biasSlopes();
    tail = parts.tail;
    slopePlanes = parts.slopePlanes;
    groups = new Groups(parts.groups, in.length / parts.groups, out.length / parts.groups);
    int blocks = groups.outBlocks();
    products =
        new Products(
            groups.terms(parts.from, window.taps()),
            groups.in() * window.cells(),
            blocks / parts.groups,
            new float[blocks * ROWS * groups.in() * window.cells()],
            new float[blocks * ROWS],
            groups.outRows(parts.raw),
            0);
    plan.forward(forward());
  }

  @Override
  public Plane[] out() {
    return out;
  }

  private Step forward() {
    return new BlockStep(groups.outBlocks(), products.termCount(), window.out(), this::forward);
  }

  private void forward(float[] arena, int scratch, int from, int to) {
    for (int block = from; block < to; block++) {
      pack(block);
    }
    BlockStep.multiply(kernels, arena, products, from, to, window.out());
    for (int block = from; block < to; block++) {
      for (int row = 0; row < groups.outCount(block); row++) {
        tail.forward(arena, scratch, groups.out(block, row));
      }
    }
  }

  // The block's weights, side by side for each term.
  private void pack(int block) {
    int terms = products.termCount();
    float[] packed = products.weights();
    for (int row = 0; row < ROWS; row++) {
      int channel = groups.out(block, row);
      int at = channel * terms;
      int to = block * terms * ROWS + row;
      for (int t = 0; t < terms; t++) {
        packed[to + t * ROWS] = weight[at + t];
      }
      products.bias()[block * ROWS + row] = bias == null ? 0 : bias[channel];
    }
  }

  @Override
  public void backward(TrainingPlan plan) {
    for (int c = 0; c < out.length; c++) {
      slopePlanes[c] = out[c].slope();
    }
    int[] rows = groups.outRows(slopePlanes);
    boolean isVector = window.isPoint() && groups.count() == 1;
    boolean takesDots = weightSlopes != null && !isVector;
    plan.backward(
        new BlockStep(
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
      VectorMaps maps = new VectorMaps(plan, in, slopePlanes, weight);
      if (weightSlopes != null) {
        maps.planWeights(plan, weightSlopes);
      }
      maps.planInputs(plan);
    } else if (Stream.of(in).anyMatch(Plane::learns)) {
      new InputSlopes(plan, groups, window, dealer, weight, slopePlanes, in).plan();
    }
  }

  private void tails(float[] arena, int scratch, int from, int to) {
    int vectors = window.out().vectors(slopes.lanes());
    for (int block = from; block < to; block++) {
      for (int row = 0; row < groups.outCount(block); row++) {
        int channel = groups.out(block, row);
        tail.backward(arena, scratch, channel);
        if (biasSlopes != null) {
          int at = slopePlanes[channel];
          biasSlopes[channel] = (float) slopes.sum(arena, at, mask, vectors, scratch);
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
        slopes.dots(arena, rows, block * ROWS, products.terms(), term, vectors, scratch);
        for (int row = 0; row < groups.outCount(block); row++) {
          int at = groups.out(block, row) * terms + t;
          System.arraycopy(arena, scratch + row * SlopeKernels.TILE, weightSlopes, at, count);
        }
      }
    }
  }
}
