package dev.riffle.gradient.planar;

import dev.riffle.run.planar.kernel.Kernels;
import java.util.Arrays;

/**
 * Normalising over a picture's group of channels. With x̂ the normalised numbers of a group, m of
 * them, and γ the weight of the channel:
 *
 * <pre>
 * z = γ · x̂ + β     dβ = Σ dz     dγ = Σ dz · x̂
 * dx = (γ · dz − Σ γ · dz / m − x̂ · Σ γ · dz · x̂ / m) / √(σ² + ε)
 * </pre>
 *
 * A unit is a group of all pictures, in doubles.
 */
final class GroupNormLayer implements Layer {
  private final Kernels kernels;
  private final Plane[] in;
  private final Plane[] out;
  private final Stack stack;
  private final int perGroup; // channels
  private final double epsilon;
  private final float[] weight;
  private final float[] bias;
  private final float[] weightSlopes; // null where they do not learn
  private final float[] biasSlopes;
  private final double[][] mean; // [picture][group]
  private final double[][] deviation; // likewise, 1 / √(σ² + ε)

  /** The arrays of the op. */
  record Affine(float[] weight, float[] bias, float[] weightSlopes, float[] biasSlopes) {}

  GroupNormLayer(
      int groups, double epsilon, Affine affine, Plane[] in, Plane[] out, TrainingPlan plan) {
    this.kernels = plan.kernels();
    this.in = in;
    this.out = out;
    this.stack = in[0].stack();
    this.perGroup = in.length / groups;
    this.epsilon = epsilon;
    this.weight = affine.weight;
    this.bias = affine.bias;
    this.weightSlopes = affine.weightSlopes;
    this.biasSlopes = affine.biasSlopes;
    this.mean = new double[stack.pictures()][groups];
    this.deviation = new double[stack.pictures()][groups];
    plan.forward(new UnitStep(groups, 0, this::forward));
  }

  @Override
  public Plane[] out() {
    return out;
  }

  private int row(int first, int picture, int y) {
    return first + picture * stack.step() + y * stack.pitch();
  }

  private int count() {
    return perGroup * stack.height() * stack.width();
  }

  private void forward(float[] arena, int scratch, int group) {
    for (int n = 0; n < stack.pictures(); n++) {
      double sum = 0;
      for (int c = group * perGroup; c < (group + 1) * perGroup; c++) {
        for (int y = 0; y < stack.height(); y++) {
          int row = row(in[c].value(), n, y);
          for (int at = row; at < row + stack.width(); at++) {
            sum += arena[at];
          }
        }
      }
      double centre = sum / count();
      double squares = 0;
      for (int c = group * perGroup; c < (group + 1) * perGroup; c++) {
        for (int y = 0; y < stack.height(); y++) {
          int row = row(in[c].value(), n, y);
          for (int at = row; at < row + stack.width(); at++) {
            squares += (arena[at] - centre) * (arena[at] - centre);
          }
        }
      }
      mean[n][group] = centre;
      deviation[n][group] = 1 / Math.sqrt(squares / count() + epsilon);
      normalise(arena, n, group);
    }
  }

  private void normalise(float[] arena, int n, int group) {
    for (int c = group * perGroup; c < (group + 1) * perGroup; c++) {
      double scale = weight[c] * deviation[n][group];
      double shift = bias[c] - mean[n][group] * scale;
      for (int y = 0; y < stack.height(); y++) {
        int row = row(0, n, y);
        for (int at = row; at < row + stack.width(); at++) {
          arena[out[c].value() + at] = (float) (arena[in[c].value() + at] * scale + shift);
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
            in.length / perGroup,
            0,
            (arena, scratch, group) -> backward(arena, group, slopes, targets)));
    Target.drop(targets, in, plan.arena());
  }

  private void backward(float[] arena, int group, int[] slopes, Target[] targets) {
    int begin = group * perGroup;
    int end = begin + perGroup;
    double[] sums = new double[perGroup]; // Σ dz, a channel
    double[] products = new double[perGroup]; // Σ dz · x̂
    for (int c = begin; c < end; c++) {
      Arrays.fill(arena, targets[c].at(), targets[c].at() + stack.places(), 0);
    }
    for (int n = 0; n < stack.pictures(); n++) {
      double sum = 0;
      double product = 0;
      for (int c = begin; c < end; c++) {
        double[] both = sums(arena, n, group, slopes[c], in[c].value());
        sums[c - begin] += both[0];
        products[c - begin] += both[1];
        sum += weight[c] * both[0];
        product += weight[c] * both[1];
      }
      for (int c = begin; c < end; c++) {
        spread(arena, n, group, c, slopes[c], targets[c].at(), sum / count(), product / count());
      }
    }
    for (int c = begin; c < end; c++) {
      targets[c].add(kernels, arena);
      if (weightSlopes != null) {
        weightSlopes[c] = (float) products[c - begin];
      }
      if (biasSlopes != null) {
        biasSlopes[c] = (float) sums[c - begin];
      }
    }
  }

  private double[] sums(float[] arena, int n, int group, int slope, int value) {
    double sum = 0;
    double product = 0;
    for (int y = 0; y < stack.height(); y++) {
      int row = row(0, n, y);
      for (int at = row; at < row + stack.width(); at++) {
        double normal = (arena[value + at] - mean[n][group]) * deviation[n][group];
        sum += arena[slope + at];
        product += arena[slope + at] * normal;
      }
    }
    return new double[] {sum, product};
  }

  private void spread(
      float[] arena, int n, int group, int c, int slope, int to, double sum, double product) {
    for (int y = 0; y < stack.height(); y++) {
      int row = row(0, n, y);
      for (int at = row; at < row + stack.width(); at++) {
        double normal = (arena[in[c].value() + at] - mean[n][group]) * deviation[n][group];
        double own = weight[c] * arena[slope + at] - sum - normal * product;
        arena[to + at] = (float) (own * deviation[n][group]);
      }
    }
  }
}
