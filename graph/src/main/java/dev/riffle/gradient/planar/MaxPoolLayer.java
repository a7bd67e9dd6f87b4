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
  private final int[] reach; // [cell]: from a window's corner in the input, its padding left out
  private final Plane[] in;
  private final NormTail before; // what is yet to be done to the input; null for nothing
  private final Plane[] out;
  private final int[] winners; // planes, the cell that each window's largest number is in

  MaxPoolLayer(Window window, Plane[] in, NormTail before, Plane[] out, TrainingPlan plan) {
    this.kernels = plan.kernels();
    this.slopes = plan.slopeKernels();
    this.window = window;
    this.dealer = new Dealer(window, kernels, slopes);
    this.taps = window.taps();
    this.reach = window.reach();
    this.in = in;
    this.before = before;
    this.out = out;
    this.winners = new int[out.length];
    Arrays.setAll(winners, c -> plan.arena().take(window.out()));
    int size = dealer.size() + (before == null ? 0 : window.in().planeSize());
    plan.forward(new UnitStep(out.length, size, this::forward));
  }

  @Override
  public Plane[] out() {
    return out;
  }

  private void forward(float[] arena, int scratch, int c) {
    int phases = scratch + window.out().origin();
    int vectors = window.out().vectors(kernels.lanes());
    int from = in[c].value();
    if (before != null) {
      from = scratch + dealer.size() + window.in().origin();
      before.apply(arena, c, from);
    }
    dealer.deal(arena, from, phases, Float.NEGATIVE_INFINITY);
    kernels.highest(arena, phases, taps, out[c].value(), vectors);
    slopes.winners(arena, phases, taps, out[c].value(), winners[c], vectors);
    // where no window lies there may be minus infinity, which no factor makes zero
    Stack stack = window.out();
    stack.fillAround(arena, out[c].value(), stack.height(), stack.width(), 0);
  }

  @Override
  public void backward(TrainingPlan plan) {
    Target[] targets = Target.of(in, plan.arena());
    int[] slopesOf = Arrays.stream(out).mapToInt(Plane::slope).toArray();
    int maskIn = plan.arena().mask(window.in());
    plan.backward(
        new UnitStep(
            out.length,
            before == null ? 0 : SlopeKernels.SCRATCH,
            (arena, scratch, c) -> {
              backward(arena, winners[c], slopesOf[c], targets[c].at());
              targets[c].mask(kernels, arena, maskIn);
              targets[c].add(kernels, arena);
              if (before != null) {
                before.backward(arena, scratch, c);
              }
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
