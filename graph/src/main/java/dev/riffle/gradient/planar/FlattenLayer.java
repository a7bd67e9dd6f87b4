package dev.riffle.gradient.planar;

import dev.riffle.run.planar.kernel.Kernels;
import java.util.Arrays;

/** Every number of a map as a channel of its own, in the order channel, row, column. */
final class FlattenLayer implements Layer {
  private final Kernels kernels;
  private final Plane[] in;
  private final Plane[] out;

  FlattenLayer(Plane[] in, Plane[] out, TrainingPlan plan) {
    this.kernels = plan.kernels();
    this.in = in;
    this.out = out;
    plan.forward(new UnitStep(in.length, 0, this::forward));
  }

  @Override
  public Plane[] out() {
    return out;
  }

  private void forward(float[] arena, int scratch, int c) {
    Stack stack = in[c].stack();
    int next = c * stack.height() * stack.width();
    for (int y = 0; y < stack.height(); y++) {
      for (int x = 0; x < stack.width(); x++, next++) {
        for (int n = 0; n < stack.pictures(); n++) {
          int from = in[c].value() + n * stack.step() + y * stack.pitch() + x;
          arena[out[next].value() + n] = arena[from];
        }
      }
    }
  }

  @Override
  public void backward(TrainingPlan plan) {
    Target[] targets = Target.of(in, plan.arena());
    int[] slopes = Arrays.stream(out).mapToInt(Plane::slope).toArray();
    plan.backward(
        new UnitStep(
            in.length,
            0,
            (arena, scratch, c) -> {
              backward(arena, c, slopes, targets[c].at());
              targets[c].add(kernels, arena);
            }));
    Target.drop(targets, in, plan.arena());
  }

  private void backward(float[] arena, int c, int[] slopes, int to) {
    Stack stack = in[c].stack();
    Arrays.fill(arena, to, to + stack.places(), 0);
    int next = c * stack.height() * stack.width();
    for (int y = 0; y < stack.height(); y++) {
      for (int x = 0; x < stack.width(); x++, next++) {
        for (int n = 0; n < stack.pictures(); n++) {
          arena[to + n * stack.step() + y * stack.pitch() + x] = arena[slopes[next] + n];
        }
      }
    }
  }
}
