package dev.riffle.gradient.planar.channel;

import dev.riffle.gradient.planar.place.Plane;
import dev.riffle.gradient.planar.place.Target;
import dev.riffle.gradient.planar.plan.Layer;
import dev.riffle.gradient.planar.plan.TrainingPlan;
import dev.riffle.gradient.planar.plan.UnitStep;
import dev.riffle.run.planar.kernel.Kernels;

/** A layer that works channel by channel, each from one plane into another. */
public final class ChannelLayer implements Layer {
  private final Plane[] in;
  private final Plane[] out;
  private final Kernels kernels;
  private final Ways ways;

  /**
   * What is done to a channel, there and back. Either way writes all places of a plane, zero at the
   * pads.
   */
  public interface Ways {

    /** Numbers of scratch memory that either way needs. */
    default int scratch() {
      return 0;
    }

    /**
     * From values to values.
     *
     * @param from the first place of the plane that is read
     * @param to of the one that is written
     */
    void forward(float[] arena, int scratch, int channel, int from, int to);

    /** Likewise from slopes of the output to those of the input. */
    void backward(float[] arena, int scratch, int channel, int from, int to);
  }

  /**
   * The same once more.
   *
   * @param places of the plane
   */
  public record Copy(int places) implements Ways {
    @Override
    public void forward(float[] arena, int scratch, int channel, int from, int to) {
      System.arraycopy(arena, from, arena, to, places);
    }

    @Override
    public void backward(float[] arena, int scratch, int channel, int from, int to) {
      System.arraycopy(arena, from, arena, to, places);
    }
  }

  /** Adds the step of the way there. */
  public ChannelLayer(Plane[] in, Plane[] out, Ways ways, TrainingPlan plan) {
    this.in = in;
    this.out = out;
    this.kernels = plan.kernels();
    this.ways = ways;
    plan.forward(
        new UnitStep(
            out.length,
            ways.scratch(),
            (arena, scratch, c) -> ways.forward(arena, scratch, c, in[c].value(), out[c].value())));
  }

  @Override
  public Plane[] out() {
    return out;
  }

  @Override
  public void backward(TrainingPlan plan) {
    Target[] targets = Target.of(in, plan.arena());
    plan.backward(
        new UnitStep(
            out.length,
            ways.scratch(),
            (arena, scratch, c) -> {
              ways.backward(arena, scratch, c, out[c].slope(), targets[c].at());
              targets[c].add(kernels, arena);
            }));
    Target.drop(targets, in, plan.arena());
  }
}
