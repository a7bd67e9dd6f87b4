package dev.riffle.run.planar.step;

import dev.riffle.run.planar.kernel.Kernels;

/**
 * A number added at each place of each channel.
 *
 * @param in first place of each input plane; the output's lie on the same grid
 * @param embed {@code [place][channel]}, flat
 */
public record Embed(Kernels kernels, int[] in, float[] embed, int[] out, Grid grid, Finish finish)
    implements Step {

  @Override
  public int units() {
    return in.length;
  }

  @Override
  public void run(float[] arena, int scratch, int unit) {
    for (int y = 0; y < grid.height(); y++) {
      int from = in[unit] + y * grid.pitch();
      int to = out[unit] + y * grid.pitch();
      int first = y * grid.width() * in.length + unit;
      for (int x = 0; x < grid.width(); x++) {
        arena[to + x] = arena[from + x] + embed[first + x * in.length];
      }
    }
    finish.apply(kernels, arena, grid, out, unit);
  }
}
