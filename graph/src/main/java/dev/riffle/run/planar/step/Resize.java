package dev.riffle.run.planar.step;

import dev.riffle.run.Interpolation;
import dev.riffle.run.planar.kernel.Kernels;

/**
 * Another size: rows are mixed as a whole, then places along the mixed row.
 *
 * @param in first place of each input plane
 * @param out first place of each output plane
 */
public record Resize(
    Kernels kernels,
    int[] in,
    Grid from,
    Interpolation rows,
    Interpolation columns,
    int[] out,
    Grid grid,
    Finish finish,
    int channelsPerUnit)
    implements Step {

  /** Cuts the work into units. */
  public static Resize of(
      Kernels kernels,
      int[] in,
      Grid from,
      Interpolation rows,
      Interpolation columns,
      int[] out,
      Grid grid,
      Finish finish) {
    int perUnit = Step.perUnit(out.length, 10L * grid.places());
    return new Resize(kernels, in, from, rows, columns, out, grid, finish, perUnit);
  }

  @Override
  public int units() {
    return (out.length + channelsPerUnit - 1) / channelsPerUnit;
  }

  @Override
  public int scratch() {
    return from.width() + Grid.OVERRUN;
  }

  @Override
  public void run(float[] arena, int scratch, int unit) {
    int vectorsOfRow = (from.width() + kernels.lanes() - 1) / kernels.lanes();
    int end = Math.min((unit + 1) * channelsPerUnit, out.length);
    for (int c = unit * channelsPerUnit; c < end; c++) {
      for (int y = 0; y < grid.height(); y++) {
        int above = in[c] + rows.lower()[y] * from.pitch();
        int below = in[c] + rows.upper()[y] * from.pitch();
        kernels.mix(arena, above, below, rows.share()[y], scratch, vectorsOfRow);
        row(arena, scratch, columns, out[c] + y * grid.pitch());
      }
      finish.apply(kernels, arena, grid, out, c);
    }
  }

  private static void row(float[] arena, int row, Interpolation columns, int out) {
    int[] lower = columns.lower();
    int[] upper = columns.upper();
    float[] share = columns.share();
    for (int x = 0; x < share.length; x++) {
      float left = arena[row + lower[x]];
      arena[out + x] = left + share[x] * (arena[row + upper[x]] - left);
    }
  }
}
