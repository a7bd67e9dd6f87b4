package dev.riffle.gradient.planar.channel;

import dev.riffle.gradient.planar.place.Plane;
import dev.riffle.gradient.planar.place.Target;
import dev.riffle.gradient.planar.plan.Layer;
import dev.riffle.gradient.planar.plan.TrainingPlan;
import dev.riffle.gradient.planar.plan.UnitStep;
import dev.riffle.run.planar.kernel.Kernels;
import java.util.Arrays;

/** A map times one learned number. */
public final class ScaleLayer implements Layer {
  private final Kernels kernels;
  private final float[] scale; // [1]
  private final float[] scaleSlope; // [1], null where it does not learn
  private final Plane[] in;
  private final Plane[] out;

  /**
   * Adds the step of the way there.
   *
   * @param scale {@code [1]}
   * @param scaleSlope where its slope goes; null where it does not learn
   */
  public ScaleLayer(float[] scale, float[] scaleSlope, Plane[] in, Plane[] out, TrainingPlan plan) {
    this.kernels = plan.kernels();
    this.scale = scale;
    this.scaleSlope = scaleSlope;
    this.in = in;
    this.out = out;
    plan.forward(
        new UnitStep(
            out.length, 0, (arena, scratch, c) -> scale(arena, in[c].value(), out[c].value())));
  }

  private void scale(float[] arena, int from, int to) {
    kernels.scale(arena, from, scale[0], to, in[0].stack().vectors(kernels.lanes()));
  }

  @Override
  public Plane[] out() {
    return out;
  }

  @Override
  public void backward(TrainingPlan plan) {
    Target[] targets = Target.of(in, plan.arena());
    double[] shares = new double[out.length]; // of the number's slope
    int places = in[0].stack().places();
    plan.backward(
        new UnitStep(
            out.length,
            0,
            (arena, scratch, c) -> {
              for (int p = 0; p < places; p++) {
                shares[c] += (double) arena[out[c].slope() + p] * arena[in[c].value() + p];
              }
              scale(arena, out[c].slope(), targets[c].at());
              targets[c].add(kernels, arena);
            }));
    plan.backward(
        new UnitStep(
            1,
            0,
            (arena, scratch, unit) -> {
              if (scaleSlope != null) {
                scaleSlope[0] = (float) Arrays.stream(shares).sum();
              }
              Arrays.fill(shares, 0);
            }));
    Target.drop(targets, in, plan.arena());
  }
}
