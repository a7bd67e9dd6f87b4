package dev.riffle.gradient.planar;

import dev.riffle.gradient.TrainingSession;
import dev.riffle.gradient.kernel.SlopeKernels;

/**
 * BatchNorm and the function behind it. With y what was computed, μ and σ² its mean and variance
 * over the batch, n its count:
 *
 * <pre>
 * z  = γ · (y − μ) / √(σ² + ε) + β
 * dβ = Σ dz        dγ = Σ dz · (y − μ) / √(σ² + ε)
 * dy = γ / √(σ² + ε) · (dz − dβ / n − (y − μ) / √(σ² + ε) · dγ / n)
 * </pre>
 *
 * A frozen one takes the running mean and variance instead, and {@code dy = γ / √(σ² + ε) · dz}.
 */
final class NormTail implements Tail {
  private final SlopeKernels kernels;
  private final Stack stack;
  private final int mask;
  private final int[] from; // first place of what was computed, by channel
  private final int[] to; // of the value
  private final int[] slopePlanes;
  private final float below; // slope of the function below zero
  private final Norm norm;
  private final float[] mean;
  private final float[] deviation; // 1 / √(σ² + ε)
  private final float[] scale;
  private final float[] shift;

  /**
   * A BatchNorm's arrays.
   *
   * @param weightSlopes where dγ goes; null if it is not learnt and the BatchNorm is frozen
   * @param biasSlopes where dβ goes; null if it is not learnt
   */
  record Norm(
      double epsilon,
      float[] weight,
      float[] bias,
      float[] runningMean,
      float[] runningVariance,
      float[] weightSlopes,
      float[] biasSlopes) {

    boolean isFrozen() {
      return weightSlopes == null;
    }
  }

  NormTail(
      SlopeKernels kernels,
      Stack stack,
      int mask,
      int[] from,
      int[] to,
      int[] slopePlanes,
      float below,
      Norm norm) {
    this.kernels = kernels;
    this.stack = stack;
    this.mask = mask;
    this.from = from;
    this.to = to;
    this.slopePlanes = slopePlanes;
    this.below = below;
    this.norm = norm;
    this.mean = new float[to.length];
    this.deviation = new float[to.length];
    this.scale = new float[to.length];
    this.shift = new float[to.length];
  }

  @Override
  public void forward(float[] arena, int scratch, int c) {
    measure(arena, scratch, c);
    apply(arena, c, to[c]);
  }

  /** The first half of the way there: takes the mean and the variance. */
  void measure(float[] arena, int scratch, int c) {
    int vectors = stack.vectors(kernels.lanes());
    double variance;
    if (norm.isFrozen()) {
      mean[c] = norm.runningMean[c];
      variance = norm.runningVariance[c];
    } else {
      int count = stack.count();
      float near = arena[from[c]]; // one of the numbers: what is left is of the deviation's size
      kernels.moments(arena, from[c], near, mask, vectors, scratch);
      double away = (double) arena[scratch] / count;
      double squares = Math.max(arena[scratch + 1] - away * away * count, 0);
      mean[c] = (float) (near + away);
      variance = squares / count;
      norm.runningMean[c] = moved(norm.runningMean[c], mean[c]);
      norm.runningVariance[c] = moved(norm.runningVariance[c], squares / (count - 1));
    }
    deviation[c] = (float) (1 / Math.sqrt(variance + norm.epsilon));
    scale[c] = norm.weight[c] * deviation[c];
    shift[c] = norm.bias[c] - mean[c] * scale[c];
  }

  /**
   * The second half: normalises and applies the function.
   *
   * @param to where the value goes, all places, zero at the pads
   */
  void apply(float[] arena, int c, int to) {
    int vectors = stack.vectors(kernels.lanes());
    kernels.affine(arena, from[c], scale[c], shift[c], below, mask, to, vectors);
  }

  private static float moved(double running, double now) {
    return (float) (running + TrainingSession.MOMENTUM * (now - running));
  }

  @Override
  public void backward(float[] arena, int scratch, int c) {
    int vectors = stack.vectors(kernels.lanes());
    int slopes = slopePlanes[c];
    float constant = 0;
    float linear = 0;
    if (!norm.isFrozen() || norm.biasSlopes != null) {
      kernels.slopeSums(
          arena, slopes, from[c], scale[c], shift[c], below, mean[c], vectors, scratch);
      float sum = arena[scratch];
      float product = arena[scratch + 1];
      if (norm.biasSlopes != null) {
        norm.biasSlopes[c] = sum;
      }
      if (!norm.isFrozen()) {
        norm.weightSlopes[c] = product * deviation[c];
        constant = scale[c] * sum / stack.count();
        linear = scale[c] * deviation[c] * deviation[c] * product / stack.count();
      }
    }
    kernels.normSlopes(
        arena, slopes, from[c], scale[c], shift[c], below, mean[c], constant, linear, mask,
        vectors);
  }
}
