package dev.riffle.gradient.planar.mix;

import dev.riffle.gradient.kernel.SlopeKernels;
import dev.riffle.gradient.planar.place.Plane;
import dev.riffle.gradient.planar.place.Target;
import dev.riffle.gradient.planar.plan.TrainingPlan;
import dev.riffle.gradient.planar.plan.UnitStep;
import dev.riffle.gradient.planar.window.Parts;
import dev.riffle.run.planar.kernel.Kernels;
import java.util.Arrays;

/**
 * The way back from a layer that mixes channels of maps of one place, a fully connected one: a
 * plane has but one number a picture, too few for a run. So it goes by pictures:
 *
 * <pre>
 * dW[o, ·] = Σ dy[o, n] · x[n, ·]        dx[n, ·] = Σ dy[o, n] · W[o, ·]
 * </pre>
 */
final class VectorMaps {
  private static final int FEATURES = 128; // of a unit

  private final TrainingPlan plan;
  private final Kernels kernels;
  private final SlopeKernels slopes;
  private final Plane[] in;
  private final int[] slopePlanes; // of the output
  private final Parts.Weights weights;
  private final int pictures;
  private final float[] rows; // [picture][in]: inputs, then their slopes; four pictures at least

  VectorMaps(TrainingPlan plan, Plane[] in, int[] slopePlanes, Parts.Weights weights) {
    this.plan = plan;
    this.kernels = plan.kernels();
    this.slopes = plan.slopeKernels();
    this.in = in;
    this.slopePlanes = slopePlanes;
    this.weights = weights;
    this.pictures = in[0].stack().pictures();
    this.rows = new float[(pictures + 3) / 4 * 4 * in.length];
  }

  /** Adds the steps of what learns. */
  void plan() {
    if (weights.weightSlopes() != null) {
      planWeights();
    }
    if (Plane.anyLearns(in)) {
      planInputs();
    }
  }

  private void planWeights() {
    plan.backward(unitsOf(this::gather));
    int perUnit = Math.max(1, slopePlanes.length / 16);
    int units = (slopePlanes.length + perUnit - 1) / perUnit;
    plan.backward(
        new UnitStep(
            units,
            0,
            (arena, scratch, unit) -> {
              int end = Math.min((unit + 1) * perUnit, slopePlanes.length);
              for (int o = unit * perUnit; o < end; o++) {
                weights(arena, o);
              }
            }));
  }

  private void planInputs() {
    Target[] targets = Target.of(in, plan.arena());
    plan.backward(
        unitsOf(
            (arena, from, to) -> {
              inputs(arena, from, to);
              for (int c = from; c < to; c++) {
                for (int n = 0; n < pictures; n++) {
                  arena[targets[c].at() + n] = rows[n * in.length + c];
                }
                targets[c].add(kernels, arena);
              }
            }));
    Target.drop(targets, in, plan.arena());
  }

  /** What is done with some features. */
  private interface Features {
    /** Those {@code from} (inclusive) to {@code to} (exclusive). */
    void run(float[] arena, int from, int to);
  }

  private UnitStep unitsOf(Features body) {
    int units = (in.length + FEATURES - 1) / FEATURES;
    return new UnitStep(
        units,
        0,
        (arena, scratch, unit) -> {
          int from = unit * FEATURES;
          body.run(arena, from, Math.min(from + FEATURES, in.length));
        });
  }

  private void gather(float[] arena, int from, int to) {
    for (int n = 0; n < pictures; n++) {
      for (int c = from; c < to; c++) {
        rows[n * in.length + c] = arena[in[c].value() + n];
      }
    }
  }

  private void weights(float[] arena, int o) {
    int width = in.length;
    float[] weightSlopes = weights.weightSlopes();
    Arrays.fill(weightSlopes, o * width, (o + 1) * width, 0);
    for (int n = 0; n < pictures; n += 4) {
      float f0 = slope(arena, o, n);
      float f1 = slope(arena, o, n + 1);
      float f2 = slope(arena, o, n + 2);
      float f3 = slope(arena, o, n + 3);
      slopes.addFour(weightSlopes, o * width, rows, n * width, width, f0, f1, f2, f3, width);
    }
  }

  private float slope(float[] arena, int o, int n) {
    return n < pictures ? arena[slopePlanes[o] + n] : 0;
  }

  private void inputs(float[] arena, int from, int to) {
    int width = in.length;
    float[] weight = weights.weight();
    for (int n = 0; n < pictures; n++) {
      Arrays.fill(rows, n * width + from, n * width + to, 0);
    }
    int o = 0;
    for (; o + 4 <= slopePlanes.length; o += 4) {
      for (int n = 0; n < pictures; n++) {
        float f0 = slope(arena, o, n);
        float f1 = slope(arena, o + 1, n);
        float f2 = slope(arena, o + 2, n);
        float f3 = slope(arena, o + 3, n);
        int at = n * width + from;
        int start = o * width + from;
        slopes.addFour(rows, at, weight, start, width, f0, f1, f2, f3, to - from);
      }
    }
    for (; o < slopePlanes.length; o++) {
      for (int n = 0; n < pictures; n++) {
        int at = n * width + from;
        slopes.addFour(
            rows, at, weight, o * width + from, 0, slope(arena, o, n), 0, 0, 0, to - from);
      }
    }
  }
}
