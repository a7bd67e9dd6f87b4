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

/** The largest number under a window; its slope goes to the first place that holds it. */
public final class MaxPoolLayer implements Layer {
  private final Kernels kernels;
  private final SlopeKernels slopes;
  private final Window window;
  private final Dealer dealer;
  private final int[] taps;
  private final int[] reach; // [cell]: from a window's corner in the input, its padding left out
  private final Plane[] in;
  private final Source source; // of what the window sees
  private final Plane[] out;
  private final int[] winners; // planes, the cell that each window's largest number is in

  /** Adds the step of the way there. */
  public MaxPoolLayer(Window window, Plane[] in, Source source, Plane[] out, TrainingPlan plan) {
    this.kernels = plan.kernels();
    this.slopes = plan.slopeKernels();
    this.window = window;
    this.dealer = new Dealer(window, kernels, slopes);
    this.taps = window.taps();
    this.reach = window.reach();
    this.in = in;
    this.source = source;
    this.out = out;
    this.winners = new int[out.length];
    Arrays.setAll(winners, c -> plan.arena().take(window.out()));
    plan.forward(new UnitStep(out.length, dealer.size() + source.scratch(), this::forward));
  }

  @Override
  public Plane[] out() {
    return out;
  }

  private void forward(float[] arena, int scratch, int c) {
    Stack stack = window.out();
    int phases = scratch + stack.origin();
    int vectors = stack.vectors(kernels.lanes());
    int to = out[c].value();
    int from = source.read(arena, scratch + dealer.size(), c);
    dealer.deal(arena, from, phases, Float.NEGATIVE_INFINITY);
    kernels.highest(arena, phases, taps, to, vectors);
    slopes.winners(arena, phases, taps, to, winners[c], vectors);
    // where no window lies there may be minus infinity, which no factor makes zero
    stack.fillAround(arena, to, stack.height(), stack.width(), 0);
  }

  @Override
  public void backward(TrainingPlan plan) {
    Target[] targets = Target.of(in, plan.arena());
    int maskIn = plan.arena().mask(window.in());
    plan.backward(
        new UnitStep(
            out.length,
            SlopeKernels.SCRATCH,
            (arena, scratch, c) -> {
              backward(arena, winners[c], out[c].slope(), targets[c].at());
              targets[c].addMasked(kernels, arena, maskIn);
              source.goBack(arena, scratch, c);
            }));
    Target.drop(targets, in, plan.arena());
  }

  private void backward(float[] arena, int winners, int slopes, int to) {
    Stack in = window.in();
    Stack out = window.out();
    Arrays.fill(arena, to, to + in.places(), 0);
    for (int n = 0; n < out.pictures(); n++) {
      for (int y = 0; y < out.height(); y++) {
        int at = n * out.step() + y * out.pitch();
        int corner = to + n * in.step() + y * window.stride() * in.pitch();
        for (int x = 0; x < out.width(); x++, corner += window.stride()) {
          arena[corner + reach[(int) arena[winners + at + x]]] += arena[slopes + at + x];
        }
      }
    }
  }
}
