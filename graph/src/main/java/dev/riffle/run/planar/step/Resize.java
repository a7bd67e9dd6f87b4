package dev.riffle.run.planar.step;

import dev.riffle.graph.Op;
import dev.riffle.run.Interpolation;
import dev.riffle.run.planar.kernel.Kernels;

/**
 * Another size: two rows are mixed into one, then neighbours along it.
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
    Along along,
    int[] out,
    Grid grid,
    Finish finish,
    int channelsPerUnit)
    implements Channelwise {

  /** How rows change: the two ways of feature pyramids have verbs of their own. */
  public enum Along {
    DOUBLE,
    HALVE,
    ANY;

    /** The way of an op over planes of this size. */
    public static Along of(Op.Resize op, int height, int width) {
      if (op.mode() == Op.Resize.Mode.BILINEAR && op.scale() == 2) {
        return DOUBLE;
      }
      boolean isHalf = op.mode() == Op.Resize.Mode.BILINEAR && op.scale() == 0.5;
      return isHalf && height > 1 && width > 1 ? HALVE : ANY;
    }
  }

  /** Cuts the work into units. */
  public static Resize of(
      Kernels kernels,
      int[] in,
      Grid from,
      Interpolation rows,
      Interpolation columns,
      Along along,
      int[] out,
      Grid grid,
      Finish finish) {
    int perUnit = Step.perUnit(out.length, 10L * grid.places());
    return new Resize(kernels, in, from, rows, columns, along, out, grid, finish, perUnit);
  }

  @Override
  public int channels() {
    return out.length;
  }

  @Override
  public int scratch() {
    return from.width() + Grid.OVERRUN;
  }

  @Override
  public void channel(float[] arena, int scratch, int c) {
    switch (along) {
      case DOUBLE ->
          kernels.doublePlane(
              arena, in[c], from.pitch(), from.height(), from.width(), out[c], grid.pitch());
      case HALVE ->
          kernels.halvePlane(
              arena, in[c], from.pitch(), grid.height(), grid.width(), out[c], grid.pitch());
      default -> rowByRow(arena, scratch, in[c], out[c]);
    }
    finish.apply(kernels, arena, grid, out, c);
  }

  private void rowByRow(float[] arena, int scratch, int in, int out) {
    int vectors = kernels.vectors(from.width());
    for (int y = 0; y < grid.height(); y++) {
      int above = in + rows.lower()[y] * from.pitch();
      int below = in + rows.upper()[y] * from.pitch();
      kernels.mix(arena, above, below, rows.share()[y], scratch, vectors);
      row(arena, scratch, columns, out + y * grid.pitch());
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
