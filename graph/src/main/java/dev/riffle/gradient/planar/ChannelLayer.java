package dev.riffle.gradient.planar;

import dev.riffle.run.planar.kernel.Kernels;
import java.util.Arrays;

/** A block that works channel by channel, each from one plane into another. */
final class ChannelLayer implements Layer {
  private final Plane[] in;
  private final Plane[] out;
  private final Kernels kernels;
  private final int scratch;
  private final Way back;

  /** One direction of a channel. */
  interface Way {
    /**
     * Writes all places of a plane, zero at the pads.
     *
     * @param from a plane's first place
     * @param to the other's
     */
    void run(float[] arena, int scratch, int channel, int from, int to);
  }

  /**
   * Adds the step of the way there.
   *
   * @param scratch numbers of scratch memory that either way needs
   * @param forward from values to values
   * @param back from slopes of the output to those of the input
   */
  ChannelLayer(Plane[] in, Plane[] out, int scratch, Way forward, Way back, TrainingPlan plan) {
    this.in = in;
    this.out = out;
    this.kernels = plan.kernels();
    this.scratch = scratch;
    this.back = back;
    plan.forward(
        new UnitStep(
            out.length,
            scratch,
            (arena, at, c) -> forward.run(arena, at, c, in[c].value(), out[c].value())));
  }

  @Override
  public Plane[] out() {
    return out;
  }

  @Override
  public void backward(TrainingPlan plan) {
    Target[] targets = Target.of(in, plan.arena());
    int[] slopes = Arrays.stream(out).mapToInt(Plane::slope).toArray();
    plan.backward(
        new UnitStep(
            out.length,
            scratch,
            (arena, at, c) -> {
              back.run(arena, at, c, slopes[c], targets[c].at());
              targets[c].add(kernels, arena);
            }));
    Target.drop(targets, in, plan.arena());
  }
}
