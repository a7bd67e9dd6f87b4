package dev.riffle.gradient.planar;

import dev.riffle.gradient.kernel.SlopeKernels;
import dev.riffle.run.planar.kernel.Kernels;
import java.util.Arrays;

/** The largest number under a window; its slope goes to the first place that holds it. */
final class MaxPoolLayer implements Layer {
  private final Kernels kernels;
  private final SlopeKernels slopes;
  private final Window window;
  private final Dealer dealer;
  private final int[] taps;
  private final int[] cells; // by phase
  private final int[] shifts; // likewise
  private final Plane[] in;
  private final Plane[] out;
  private final int mask;

  MaxPoolLayer(Window window, Plane[] in, Plane[] out, TrainingPlan plan) {
    this.kernels = plan.kernels();
    this.slopes = plan.slopeKernels();
    this.window = window;
    this.dealer = new Dealer(window, kernels, slopes);
    this.taps = window.taps();
    this.cells = window.byPhase();
    this.shifts = Arrays.stream(cells).map(window::shift).toArray();
    this.in = in;
    this.out = out;
    this.mask = plan.arena().mask(window.out());
    plan.forward(new UnitStep(out.length, scratchSize(), this::forward));
  }

  // The phases of the input, those of its slopes, the winners, a plane of slopes.
  private int scratchSize() {
    return 2 * dealer.size() + window.out().planeSize() + window.in().planeSize();
  }

  @Override
  public Plane[] out() {
    return out;
  }

  private void forward(float[] arena, int scratch, int c) {
    int phases = scratch + window.out().origin();
    int vectors = window.out().vectors(kernels.lanes());
    dealer.deal(arena, in[c].value(), phases, Float.NEGATIVE_INFINITY);
    kernels.highest(arena, phases, taps, out[c].value(), vectors);
    finish(arena, out[c].value(), window.out());
  }

  // Where no window lies there may be minus infinity, which no factor makes zero.
  private static void finish(float[] arena, int first, Stack stack) {
    for (int n = 0; n < stack.pictures(); n++) {
      int picture = first + n * stack.step();
      for (int y = 0; y < stack.height(); y++) {
        int row = picture + y * stack.pitch();
        Arrays.fill(arena, row + stack.width(), row + stack.pitch(), 0);
      }
      Arrays.fill(arena, picture + stack.height() * stack.pitch(), picture + stack.step(), 0);
    }
    Arrays.fill(arena, first + stack.places(), first + stack.places() + Stack.OVERRUN, 0);
  }

  @Override
  public void backward(TrainingPlan plan) {
    Target[] targets = Target.of(in, plan.arena());
    int[] slopesOf = Arrays.stream(out).mapToInt(Plane::slope).toArray();
    int maskIn = plan.arena().mask(window.in());
    plan.backward(
        new UnitStep(
            out.length,
            scratchSize(),
            (arena, scratch, c) -> {
              backward(arena, scratch, c, slopesOf[c], targets[c].at());
              targets[c].mask(kernels, arena, maskIn);
              targets[c].add(kernels, arena);
            }));
    Target.drop(targets, in, plan.arena());
  }

  private void backward(float[] arena, int scratch, int c, int slope, int to) {
    Stack stack = window.out();
    int vectors = stack.vectors(kernels.lanes());
    int phases = scratch + stack.origin();
    int phaseSlopes = phases + dealer.size();
    int winners = phaseSlopes + dealer.size();
    dealer.deal(arena, in[c].value(), phases, Float.NEGATIVE_INFINITY);
    slopes.winners(arena, phases, taps, out[c].value(), winners, vectors);
    int first = 0;
    for (int phase = 0; phase < window.phases(); phase++) {
      int end = first + window.seen(phase);
      if (end > first) {
        int into = phaseSlopes + phase * stack.planeSize();
        slopes.collect(arena, winners, slope, shifts, cells, first, end, into, vectors);
      }
      first = end;
    }
    dealer.gather(arena, phaseSlopes, to);
  }
}
