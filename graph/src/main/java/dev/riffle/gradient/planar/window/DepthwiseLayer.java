package dev.riffle.gradient.planar.window;

import dev.riffle.gradient.kernel.SlopeKernels;
import dev.riffle.gradient.planar.place.Plane;
import dev.riffle.gradient.planar.place.Stack;
import dev.riffle.gradient.planar.place.Target;
import dev.riffle.gradient.planar.plan.Layer;
import dev.riffle.gradient.planar.plan.TrainingPlan;
import dev.riffle.gradient.planar.plan.UnitStep;
import dev.riffle.run.planar.kernel.Kernels;
import java.util.Arrays;

/**
 * A window over each channel by itself: a depthwise convolution, or a mean, whose weights do not
 * learn. A unit is a channel, whose phases and slopes stay in the cache.
 */
public final class DepthwiseLayer implements Layer {
  private final Kernels kernels;
  private final SlopeKernels slopes;
  private final Window window;
  private final Dealer dealer;
  private final int[] taps; // as weights lie
  private final int[] padded; // as many as correlate takes at once, or a multiple
  private final int[][] cells; // [phase]
  private final int[][] back; // likewise, the taps of the way back
  private final Plane[] in;
  private final Source source; // of what the window sees
  private final Plane[] out;
  private final int[] raw; // first place of each channel before the tail
  private final Parts.Weights weights;
  private final float[] ordered; // [channel][cell by phase]
  private final Tail tail;
  private final Stack stack; // of the output
  private final int mask;

  /** Adds the step of the way there. */
  public DepthwiseLayer(Parts parts, Source source, TrainingPlan plan) {
    kernels = plan.kernels();
    slopes = plan.slopeKernels();
    window = parts.window();
    dealer = new Dealer(window, kernels, slopes);
    taps = window.taps();
    padded = padded(taps);
    cells = new int[window.phases()][];
    Arrays.setAll(cells, window::cells);
    back = new int[cells.length][];
    Arrays.setAll(back, i -> Arrays.stream(cells[i]).map(cell -> -window.shift(cell)).toArray());
    in = parts.in();
    this.source = source;
    out = parts.out();
    raw = parts.raw();
    weights = parts.weights();
    ordered = new float[weights.weight().length];
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

  // For verbs; a plane of the output, spread out; the phases of the input and of its slopes; what
  // the source takes.
  private int scratchSize() {
    return sourceScratch(0) + source.scratch();
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

  private int sourceScratch(int scratch) {
    int phases = window.deals() ? 2 * dealer.size() : 0;
    return scratch + SlopeKernels.SCRATCH + window.out().planeSize() + phases;
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
    int from = source.read(arena, sourceScratch(scratch), c);
    if (!window.deals()) {
      return from;
    }
    int phases = phases(scratch);
    dealer.deal(arena, from, phases, 0);
    return phases;
  }

  private void forward(float[] arena, int scratch, int c) {
    int first = c * taps.length;
    int vectors = window.out().vectors(kernels.lanes());
    int from = input(arena, scratch, c);
    int to = isSpread() ? spread(scratch) : raw[c];
    kernels.weightedSum(
        arena, from, taps, weights.weight(), first, weights.bias(c), 0, to, vectors);
    if (isSpread()) {
      window.out().copy(slopes, arena, to, raw[c], stack, stack.height(), stack.width());
    }
    tail.forward(arena, scratch, c);
  }

  @Override
  public void backward(TrainingPlan plan) {
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
                targets[c].addMasked(kernels, arena, maskIn);
                source.goBack(arena, scratch, c);
              }
            }));
    Target.drop(targets, in, plan.arena());
  }

  // Where the slopes of what the window makes lie.
  private int outputSlopes(float[] arena, int scratch, int c) {
    tail.backward(arena, scratch, c);
    int slope = out[c].slope();
    if (weights.biasSlopes() != null) {
      int vectors = stack.vectors(slopes.lanes());
      weights.biasSlopes()[c] = (float) slopes.sum(arena, slope, mask, vectors, scratch);
    }
    if (!isSpread()) {
      return slope;
    }
    int spread = spread(scratch);
    int rows = stack.height();
    int columns = stack.width();
    stack.copy(slopes, arena, slope, spread, window.out(), rows, columns);
    window.out().fillAround(arena, spread, rows, columns, 0);
    return spread;
  }

  private void weightSlopes(float[] arena, int scratch, int c, int slope) {
    if (weights.weightSlopes() == null) {
      return;
    }
    int vectors = window.out().vectors(slopes.lanes());
    int from = input(arena, scratch, c);
    for (int t = 0; t < taps.length; t += SlopeKernels.TAPS) {
      slopes.correlate(arena, slope, from, padded, t, vectors, scratch);
      int count = Math.min(SlopeKernels.TAPS, taps.length - t);
      System.arraycopy(arena, scratch, weights.weightSlopes(), c * taps.length + t, count);
    }
  }

  private void inputSlopes(float[] arena, int scratch, int c, int slope, int to) {
    int vectors = window.out().vectors(kernels.lanes());
    int first = c * taps.length;
    for (int phase = 0; phase < cells.length; phase++) {
      int count = cells[phase].length;
      for (int i = 0; i < count; i++) {
        ordered[first + i] = weights.weight()[c * taps.length + cells[phase][i]];
      }
      if (count > 0) {
        int at = window.deals() ? slopePhases(scratch) + phase * window.out().planeSize() : to;
        kernels.weightedSum(arena, slope, back[phase], ordered, first, 0, 0, at, vectors);
      }
      first += count;
    }
    if (window.deals()) {
      dealer.gather(arena, slopePhases(scratch), to);
    }
  }
}
