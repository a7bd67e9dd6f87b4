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
    return inputs() + Kernels.DOTS * Kernels.PARTS;
  }

  @Override
  public void run(float[] arena, int scratch, int unit) {
    int inputs = inputs();
    int next = scratch + inputs;
    gather(arena, scratch);
    int end = Math.min((unit + 1) * outputsPerUnit, out.length);
    int o = unit * outputsPerUnit;
    for (; o + Kernels.DOTS <= end; o += Kernels.DOTS) {
      kernels.dots(weights, o * inputs, inputs, arena, scratch, inputs, next);
      for (int k = 0; k < Kernels.DOTS; k++) {
        finish(arena, o + k, arena[next + k * Kernels.PARTS]);
      }
    }
    for (; o < end; o++) { // the same one several times
      kernels.dots(weights, o * inputs, 0, arena, scratch, inputs, next);
      finish(arena, o, arena[next]);
    }
  }

  private void gather(float[] arena, int to) {
    if (grid.height() * grid.width() == 1) { // behind a mean, as almost always
      for (int c = 0; c < in.length; c++) {
        arena[to + c] = arena[in[c]];
      }
      return;
    }
    int next = to;
    for (int plane : in) {
      for (int y = 0; y < grid.height(); y++) {
        for (int x = 0; x < grid.width(); x++) {
          arena[next++] = arena[plane + y * grid.pitch() + x];
        }
      }
    }
  }

  private void finish(float[] arena, int o, float dot) {
    float x = bias[o] + dot;
    arena[out[o]] = x + finish.fold() * Math.abs(x);
    finish.apply(kernels, arena, gridOut, out, o);
  }
}
