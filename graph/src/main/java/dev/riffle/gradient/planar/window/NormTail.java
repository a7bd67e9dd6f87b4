package dev.riffle.gradient.planar.window;

import dev.riffle.gradient.TrainingSession;
import dev.riffle.gradient.kernel.SlopeKernels;
import dev.riffle.gradient.planar.place.Plane;
import dev.riffle.gradient.planar.place.Stack;

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
public final class NormTail implements Tail {
  private final SlopeKernels kernels;
  private final Stack stack;
  private final int mask; // of the stack
  private final int[] from; // first place of what was computed, by channel
  private final Plane[] out;
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
  public record Norm(
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

  /**
   * A tail that has seen no batch.
   *
   * @param mask the first place of the mask of the planes' stack
   * @param from where what was computed lies, by channel, on that stack
   * @param out where the values go
   * @param below slope of the function below zero
   */
  public NormTail(SlopeKernels kernels, int mask, int[] from, Plane[] out, float below, Norm norm) {
    this.kernels = kernels;
    this.stack = out[0].stack();
    this.mask = mask;
    this.from = from;
    this.out = out;
    this.below = below;
    this.norm = norm;
    this.mean = new float[out.length];
    this.deviation = new float[out.length];
    this.scale = new float[out.length];
    this.shift = new float[out.length];
  }

  @Override
  public void forward(float[] arena, int scratch, int c) {
    measure(arena, scratch, c);
    apply(arena, c, out[c].value());
  }

  Stack stack() {
    return stack;
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
    int slopes = out[c].slope();
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
