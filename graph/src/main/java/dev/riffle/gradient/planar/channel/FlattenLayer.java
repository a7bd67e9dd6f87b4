package dev.riffle.gradient.planar.channel;

import dev.riffle.gradient.planar.place.Plane;
import dev.riffle.gradient.planar.place.Stack;
import dev.riffle.gradient.planar.place.Target;
import dev.riffle.gradient.planar.plan.Layer;
import dev.riffle.gradient.planar.plan.TrainingPlan;
import dev.riffle.gradient.planar.plan.UnitStep;
import dev.riffle.run.planar.kernel.Kernels;
import java.util.Arrays;

/** Every number of a map as a channel of its own, in the order channel, row, column. */
public final class FlattenLayer implements Layer {
  private final Kernels kernels;
  private final Plane[] in;
  private final Plane[] out;

  /**
   * Adds the step of the way there.
   *
   * @param out a plane a number, of maps of one place
   */
  public FlattenLayer(Plane[] in, Plane[] out, TrainingPlan plan) {
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
    stack.rows(
        c,
        in.length,
        (row, at) -> {
          for (int x = 0; x < stack.width(); x++) {
            arena[out[feature(at) + x].value() + picture(at)] = arena[in[c].value() + row + x];
          }
        });
  }

  private int feature(int inBatch) {
    return inBatch % out.length;
  }

  private int picture(int inBatch) {
    return inBatch / out.length;
  }

  @Override
  public void backward(TrainingPlan plan) {
    Target[] targets = Target.of(in, plan.arena());
    plan.backward(
        new UnitStep(
            in.length,
            0,
            (arena, scratch, c) -> {
              backward(arena, c, targets[c].at());
              targets[c].add(kernels, arena);
            }));
    Target.drop(targets, in, plan.arena());
  }

  private void backward(float[] arena, int c, int to) {
    Stack stack = in[c].stack();
    Arrays.fill(arena, to, to + stack.places(), 0);
    stack.rows(
        c,
        in.length,
        (row, at) -> {
          for (int x = 0; x < stack.width(); x++) {
            arena[to + row + x] = arena[out[feature(at) + x].slope() + picture(at)];
          }
        });
  }
}
