package dev.riffle.gradient.planar;

import dev.riffle.run.planar.kernel.Kernels;
import java.util.Arrays;
import java.util.stream.Stream;

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

  private final Kernels kernels;
  private final Plane[] in;
  private final int[] slopePlanes; // of the output
  private final float[] weight; // [out][in]
  private final int pictures;
  private final float[][] rows; // [picture][in]: inputs, then their slopes

  VectorMaps(TrainingPlan plan, Plane[] in, int[] slopePlanes, float[] weight) {
    this.kernels = plan.kernels();
    this.in = in;
    this.slopePlanes = slopePlanes;
    this.weight = weight;
    this.pictures = in[0].stack().pictures();
    this.rows = new float[pictures][in.length];
  }

  /** Slopes of the weights, for those of the output that are there. */
  void planWeights(TrainingPlan plan, float[] weightSlopes) {
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
                weights(arena, o, weightSlopes);
              }
            }));
  }

  /** Slopes of the inputs. */
  void planInputs(TrainingPlan plan) {
    if (Stream.of(in).noneMatch(Plane::learns)) {
      return;
    }
    Target[] targets = Target.of(in, plan.arena());
    plan.backward(
        unitsOf(
            (arena, from, to) -> {
              inputs(arena, from, to);
              for (int c = from; c < to; c++) {
                for (int n = 0; n < pictures; n++) {
                  arena[targets[c].at() + n] = rows[n][c];
                }
                targets[c].add(kernels, arena);
              }
            }));
    Target.drop(targets, in, plan.arena());
  }

  /** What is done with features {@code from} (inclusive) to {@code to} (exclusive). */
  private interface Features {
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
        rows[n][c] = arena[in[c].value() + n];
      }
    }
  }

  private void weights(float[] arena, int o, float[] weightSlopes) {
    int first = o * in.length;
    Arrays.fill(weightSlopes, first, first + in.length, 0);
    for (int n = 0; n < pictures; n++) {
      float slope = arena[slopePlanes[o] + n];
      float[] row = rows[n];
      for (int c = 0; c < row.length; c++) {
        weightSlopes[first + c] += slope * row[c];
      }
    }
  }

  private void inputs(float[] arena, int from, int to) {
    for (float[] row : rows) {
      Arrays.fill(row, from, to, 0);
    }
    for (int o = 0; o < slopePlanes.length; o++) {
      for (int n = 0; n < pictures; n++) {
        float slope = arena[slopePlanes[o] + n];
        float[] row = rows[n];
        int first = o * in.length;
        for (int c = from; c < to; c++) {
          row[c] += slope * weight[first + c];
        }
      }
    }
  }
}
