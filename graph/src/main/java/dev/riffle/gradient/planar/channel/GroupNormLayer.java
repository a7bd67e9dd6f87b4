package dev.riffle.gradient.planar.channel;

import dev.riffle.gradient.kernel.SlopeKernels;
import dev.riffle.gradient.planar.place.Plane;
import dev.riffle.gradient.planar.place.Stack;
import dev.riffle.gradient.planar.place.Target;
import dev.riffle.gradient.planar.plan.Layer;
import dev.riffle.gradient.planar.plan.TrainingPlan;
import dev.riffle.gradient.planar.plan.UnitStep;
import dev.riffle.run.planar.kernel.Kernels;
import java.util.Arrays;

/**
 * Normalising over a picture's group of channels, and the function f behind it. With x̂ the
 * normalised numbers of a group, m of them, and γ the weight of the channel:
 *
 * <pre>
 * y = f(z), z = γ · x̂ + β     dz = dy · f'(z)     dβ = Σ dz     dγ = Σ dz · x̂
 * dx = (γ · dz − Σ γ · dz / m − x̂ · Σ γ · dz · x̂ / m) / √(σ² + ε)
 * </pre>
 *
 * A unit is a group of all pictures. Each picture is worked on to the end of a vector, the mask
 * being zero there; what lies there is the next picture's, which comes after it.
 */
public final class GroupNormLayer implements Layer {
  private final Kernels kernels;
  private final SlopeKernels slopes;
  private final Plane[] in;
  private final Plane[] out;
  private final Stack stack;
  private final int mask; // of one picture
  private final int vectors; // likewise
  private final int perGroup; // channels
  private final Norm norm;
  private final double[][] mean; // [picture][group]
  private final double[][] deviation; // likewise, 1 / √(σ² + ε)
  private final double[] sums; // Σ dz, a channel
  private final double[] products; // Σ dz · x̂

  /**
   * The op, its arrays, and what is behind it.
   *
   * @param groups that the channels are cut into
   * @param below slope of the function below zero
   * @param weightSlopes null where they do not learn
   * @param biasSlopes likewise
   */
  public record Norm(
      int groups,
      double epsilon,
      float below,
      float[] weight,
      float[] bias,
      float[] weightSlopes,
      float[] biasSlopes) {}

  /** Adds the step of the way there. */
  public GroupNormLayer(Norm norm, Plane[] in, Plane[] out, TrainingPlan plan) {
    this.kernels = plan.kernels();
    this.slopes = plan.slopeKernels();
    this.in = in;
    this.out = out;
    this.stack = in[0].stack();
    Stack picture = new Stack(1, stack.height(), stack.width(), stack.pad());
    this.mask = plan.arena().mask(picture);
    this.vectors = picture.vectors(kernels.lanes());
    this.perGroup = in.length / norm.groups;
    this.norm = norm;
    this.mean = new double[stack.pictures()][norm.groups];
    this.deviation = new double[stack.pictures()][norm.groups];
    this.sums = new double[in.length];
    this.products = new double[in.length];
    plan.forward(new UnitStep(norm.groups, SlopeKernels.SCRATCH, this::forward));
  }

  @Override
  public Plane[] out() {
    return out;
  }

  // Numbers of a group.
  private int count() {
    return perGroup * stack.height() * stack.width();
  }

  private float scale(int n, int c) {
    return (float) (norm.weight[c] * deviation[n][c / perGroup]);
  }

  private float shift(int n, int c) {
    return (float) (norm.bias[c] - mean[n][c / perGroup] * scale(n, c));
  }

  private void forward(float[] arena, int scratch, int group) {
    int begin = group * perGroup;
    for (int n = 0; n < stack.pictures(); n++) {
      int picture = n * stack.step();
      float near = arena[in[begin].value() + picture]; // so that what is left is not large
      double sum = 0;
      double squares = 0;
      for (int c = begin; c < begin + perGroup; c++) {
        slopes.moments(arena, in[c].value() + picture, near, mask, vectors, scratch);
        sum += arena[scratch];
        squares += arena[scratch + 1];
      }
      double away = sum / count();
      double variance = Math.max(squares / count() - away * away, 0);
      mean[n][group] = near + away;
      deviation[n][group] = 1 / Math.sqrt(variance + norm.epsilon);
      for (int c = begin; c < begin + perGroup; c++) {
        int at = in[c].value() + picture;
        int to = out[c].value() + picture;
        slopes.affine(arena, at, scale(n, c), shift(n, c), norm.below, mask, to, vectors);
      }
    }
  }

  @Override
  public void backward(TrainingPlan plan) {
    Target[] targets = Target.of(in, plan.arena());
    plan.backward(
        new UnitStep(
            norm.groups,
            SlopeKernels.SCRATCH + vectors * kernels.lanes(),
            (arena, scratch, group) -> {
              int begin = group * perGroup;
              Arrays.fill(sums, begin, begin + perGroup, 0);
              Arrays.fill(products, begin, begin + perGroup, 0);
              for (int n = 0; n < stack.pictures(); n++) {
                backward(arena, scratch, n, group, targets);
              }
              finish(arena, begin, targets);
            }));
    Target.drop(targets, in, plan.arena());
  }

  private void backward(float[] arena, int scratch, int n, int group, Target[] targets) {
    int begin = group * perGroup;
    int picture = n * stack.step();
    int own = scratch + SlopeKernels.SCRATCH; // the slopes of this picture
    float centre = (float) mean[n][group];
    double inverse = deviation[n][group];
    double sum = 0;
    double product = 0;
    for (int c = begin; c < begin + perGroup; c++) {
      int at = in[c].value() + picture;
      kernels.multiply(arena, out[c].slope() + picture, mask, own, vectors);
      slopes.slopeSums(
          arena, own, at, scale(n, c), shift(n, c), norm.below, centre, vectors, scratch);
      double along = arena[scratch + 1] * inverse;
      sums[c] += arena[scratch];
      products[c] += along;
      sum += norm.weight[c] * (double) arena[scratch];
      product += norm.weight[c] * along;
    }
    float constant = (float) (inverse * sum / count());
    float linear = (float) (inverse * inverse * product / count());
    for (int c = begin; c < begin + perGroup; c++) {
      int at = in[c].value() + picture;
      kernels.multiply(arena, out[c].slope() + picture, mask, own, vectors);
      slopes.normSlopes(
          arena,
          own,
          at,
          scale(n, c),
          shift(n, c),
          norm.below,
          centre,
          constant,
          linear,
          mask,
          vectors);
      System.arraycopy(arena, own, arena, targets[c].at() + picture, stack.step());
    }
  }

  private void finish(float[] arena, int begin, Target[] targets) {
    for (int c = begin; c < begin + perGroup; c++) {
      targets[c].add(kernels, arena);
      if (norm.weightSlopes != null) {
        norm.weightSlopes[c] = (float) products[c];
      }
      if (norm.biasSlopes != null) {
        norm.biasSlopes[c] = (float) sums[c];
      }
    }
  }
}
