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
  private static final int ABREAST = 4; // pictures, or outputs, that are added at once

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
    for (int n = 0; n < pictures; n += ABREAST) {
      float s0 = slope(arena, o, n);
      float s1 = slope(arena, o, n + 1);
      float s2 = slope(arena, o, n + 2);
      float s3 = slope(arena, o, n + 3);
      float[] x0 = row(n);
      float[] x1 = row(n + 1);
      float[] x2 = row(n + 2);
      float[] x3 = row(n + 3);
      for (int c = 0; c < in.length; c++) {
        weightSlopes[first + c] += s0 * x0[c] + s1 * x1[c] + s2 * x2[c] + s3 * x3[c];
      }
    }
  }

  private void inputs(float[] arena, int from, int to) {
    for (float[] row : rows) {
      Arrays.fill(row, from, to, 0);
    }
    int last = slopePlanes.length - 1;
    for (int o = 0; o <= last; o += ABREAST) {
      int w0 = o * in.length;
      int w1 = Math.min(o + 1, last) * in.length;
      int w2 = Math.min(o + 2, last) * in.length;
      int w3 = Math.min(o + 3, last) * in.length;
      for (int n = 0; n < pictures; n++) {
        float s0 = slope(arena, o, n);
        float s1 = slope(arena, o + 1, n);
        float s2 = slope(arena, o + 2, n);
        float s3 = slope(arena, o + 3, n);
        float[] row = rows[n];
        for (int c = from; c < to; c++) {
          row[c] +=
              s0 * weight[w0 + c] + s1 * weight[w1 + c] + s2 * weight[w2 + c] + s3 * weight[w3 + c];
        }
      }
    }
  }

  // Beyond the last output, or the last picture, all is zero.
  private float slope(float[] arena, int o, int n) {
    return o < slopePlanes.length && n < pictures ? arena[slopePlanes[o] + n] : 0;
  }

  private float[] row(int n) {
    return rows[Math.min(n, pictures - 1)];
  }
}
