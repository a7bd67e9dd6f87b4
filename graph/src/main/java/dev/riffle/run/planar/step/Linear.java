package dev.riffle.run.planar.step;

import dev.riffle.run.planar.kernel.Kernels;

/**
 * A fully connected layer.
 *
 * @param in first place of each input plane
 * @param weights {@code [output][channel][y][x]}, flat
 * @param bias {@code [output]}
 * @param out where each output goes
 */
public record Linear(
    Kernels kernels,
    int[] in,
    Grid grid,
    float[] weights,
    float[] bias,
    int[] out,
    Grid gridOut,
    Finish finish,
    int outputsPerUnit)
    implements Step {

  /** Cuts the work into units. */
  public static Linear of(
      Kernels kernels,
      int[] in,
      Grid grid,
      float[] weights,
      float[] bias,
      int[] out,
      Grid gridOut,
      Finish finish) {
    int perUnit = Step.perUnit(out.length, weights.length / out.length);
    return new Linear(kernels, in, grid, weights, bias, out, gridOut, finish, perUnit);
  }

  private int inputs() {
    return in.length * grid.height() * grid.width();
  }

  @Override
  public int units() {
    return (out.length + outputsPerUnit - 1) / outputsPerUnit;
  }

  @Override
  public int scratch() {
    return inputs() + Kernels.PARTS;
  }

  @Override
  public void run(float[] arena, int scratch, int unit) {
    int next = scratch;
    for (int plane : in) {
      for (int y = 0; y < grid.height(); y++) {
        for (int x = 0; x < grid.width(); x++) {
          arena[next++] = arena[plane + y * grid.pitch() + x];
        }
      }
    }
    int inputs = inputs();
    int end = Math.min((unit + 1) * outputsPerUnit, out.length);
    for (int o = unit * outputsPerUnit; o < end; o++) {
      float x = bias[o] + kernels.dot(weights, o * inputs, arena, scratch, inputs, next);
      arena[out[o]] = x + finish.fold() * Math.abs(x);
      finish.apply(kernels, arena, gridOut, out, o);
    }
  }
}
