package dev.riffle.gradient.planar;

import dev.riffle.gradient.kernel.SlopeKernels;
import dev.riffle.run.planar.kernel.Kernels;
import java.util.Arrays;

/**
 * A window over each channel by itself: a depthwise convolution, or a mean, whose weights do not
 * learn. A unit is a channel, whose phases and slopes stay in the cache.
 */
final class DepthwiseLayer implements Layer {
  private final Kernels kernels;
  private final SlopeKernels slopes;
  private final Window window;
  private final Dealer dealer;
  private final int[] taps; // as weights lie
  private final int[] padded; // as many as correlate takes at once, or a multiple
  private final int[] order; // cells by phase
  private final int[] back; // taps of the way back, by phase
  private final Plane[] in;
  private final NormTail before; // what is yet to be done to the input; null for nothing
  private final Plane[] out;
  private final int[] raw; // first place of each channel before the tail
  private final int[] slopePlanes;
  private final float[] weight; // [channel][cell]
  private final float[] ordered; // [channel][cell by phase]
  private final float[] bias; // null for none
  private final float[] weightSlopes; // null where they do not learn
  private final float[] biasSlopes;
  private final Tail tail;
  private final Stack stack; // of the output
  private final int mask;

  DepthwiseLayer(ConvolutionLayer.Parts parts, NormTail before, TrainingPlan plan) {
    kernels = plan.kernels();
    slopes = plan.slopeKernels();
    window = parts.window();
    dealer = new Dealer(window, kernels, slopes);
    taps = window.taps();
    padded = padded(taps);
    order = window.byPhase();
    back = Arrays.stream(order).map(cell -> -window.shift(cell)).toArray();
    in = parts.in();
    this.before = before;
    out = parts.out();
    raw = parts.raw();
    slopePlanes = parts.slopePlanes();
    weight = parts.weights().weight();
    ordered = new float[weight.length];
    bias = parts.weights().bias();
    weightSlopes = parts.weights().weightSlopes();
    biasSlopes = parts.weights().biasSlopes();
    tail = parts.tail();
    stack = out[0].stack();
    mask = plan.arena().mask(stack);
    plan.forward(new UnitStep(out.length, scratchSize(), this::forward));
  }

  private static int[] padded(int[] taps) {
    int groups = (taps.length + SlopeKernels.TAPS - 1) / SlopeKernels.TAPS;
    int[] padded = new int[groups * SlopeKernels.TAPS];
    Arrays.setAll(padded, t -> taps[Math.min(t, taps.length - 1)]);
    return padded;
  }

  // For verbs; a plane of the output, spread out; the phases of the input and of its slopes; the
  // input with done to it what was yet to be done.
  private int scratchSize() {
    return SlopeKernels.SCRATCH
        + window.out().planeSize()
        + (window.deals() ? 2 * dealer.size() : 0)
        + (before == null ? 0 : window.in().planeSize());
  }

  private int spread(int scratch) {
    return scratch + SlopeKernels.SCRATCH + window.out().origin();
  }

  private int phases(int scratch) {
    return spread(scratch) + window.out().planeSize();
  }

  private int slopePhases(int scratch) {
    return phases(scratch) + dealer.size();
  }

  private int done(int scratch) {
    int phases = window.deals() ? 2 * dealer.size() : 0;
    return phases(scratch) - window.out().origin() + phases + window.in().origin();
  }

  private boolean isSpread() {
    return !stack.equals(window.out());
  }

  @Override
  public Plane[] out() {
    return out;
  }

  // Where the channel's input lies, dealt out if need be.
  private int input(float[] arena, int scratch, int c) {
    int from = in[c].value();
    if (before != null) {
      from = done(scratch);
      before.apply(arena, c, from);
      window.in().fillEnds(arena, from, 0);
    }
    if (!window.deals()) {
      return from;
    }
    int phases = phases(scratch);
    dealer.deal(arena, from, phases, 0);
    return phases;
  }

  private void forward(float[] arena, int scratch, int c) {
    int cells = window.cells();
    int vectors = window.out().vectors(kernels.lanes());
    float start = bias == null ? 0 : bias[c];
    int from = input(arena, scratch, c);
    int to = isSpread() ? spread(scratch) : raw[c];
    kernels.weightedSum(arena, from, taps, weight, c * cells, start, 0, to, vectors);
    if (isSpread()) {
      window.out().copy(slopes, arena, to, raw[c], stack, stack.height(), stack.width());
    }
    tail.forward(arena, scratch, c);
  }

  @Override
  public void backward(TrainingPlan plan) {
    for (int c = 0; c < out.length; c++) {
      slopePlanes[c] = out[c].slope();
    }
    Target[] targets = Target.of(in, plan.arena());
    int maskIn = plan.arena().mask(window.in());
    plan.backward(
        new UnitStep(
            out.length,
            scratchSize(),
            (arena, scratch, c) -> {
              int slope = outputSlopes(arena, scratch, c);
              weightSlopes(arena, scratch, c, slope);
              if (in[c].learns()) {
                inputSlopes(arena, scratch, c, slope, targets[c].at());
                targets[c].mask(kernels, arena, maskIn);
                targets[c].add(kernels, arena);
                if (before != null) {
                  before.backward(arena, scratch, c);
                }
              }
            }));
    Target.drop(targets, in, plan.arena());
  }

  // Where the slopes of what the window makes lie.
  private int outputSlopes(float[] arena, int scratch, int c) {
    tail.backward(arena, scratch, c);
    if (biasSlopes != null) {
      int vectors = stack.vectors(slopes.lanes());
      biasSlopes[c] = (float) slopes.sum(arena, slopePlanes[c], mask, vectors, scratch);
    }
    if (!isSpread()) {
      return slopePlanes[c];
    }
    int spread = spread(scratch);
    int rows = stack.height();
    int columns = stack.width();
    stack.copy(slopes, arena, slopePlanes[c], spread, window.out(), rows, columns);
    window.out().fillAround(arena, spread, rows, columns, 0);
    return spread;
  }

  private void weightSlopes(float[] arena, int scratch, int c, int slope) {
    if (weightSlopes == null) {
      return;
    }
    int vectors = window.out().vectors(slopes.lanes());
    int from = input(arena, scratch, c);
    for (int t = 0; t < taps.length; t += SlopeKernels.TAPS) {
      slopes.correlate(arena, slope, from, padded, t, vectors, scratch);
      int count = Math.min(SlopeKernels.TAPS, taps.length - t);
      System.arraycopy(arena, scratch, weightSlopes, c * taps.length + t, count);
    }
  }

  private void inputSlopes(float[] arena, int scratch, int c, int slope, int to) {
    int cells = window.cells();
    for (int i = 0; i < cells; i++) {
      ordered[c * cells + i] = weight[c * cells + order[i]];
    }
    int vectors = window.out().vectors(kernels.lanes());
    int first = 0;
    for (int phase = 0; phase < window.phases(); phase++) {
      int count = window.seen(phase);
      if (count > 0) {
        int[] cellsOfPhase = Arrays.copyOfRange(back, first, first + count);
        int out = window.deals() ? slopePhases(scratch) + phase * window.out().planeSize() : to;
        kernels.weightedSum(
            arena, slope, cellsOfPhase, ordered, c * cells + first, 0, 0, out, vectors);
      }
      first += count;
    }
    if (window.deals()) {
      dealer.gather(arena, slopePhases(scratch), to);
    }
  }
}
