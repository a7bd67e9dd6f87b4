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

    /** The way of an op over rows of so many numbers. */
    public static Along of(Op.Resize op, int width) {
      if (op.mode() == Op.Resize.Mode.BILINEAR && op.scale() == 2) {
        return DOUBLE;
      }
      boolean isHalf = op.mode() == Op.Resize.Mode.BILINEAR && op.scale() == 0.5;
      return isHalf && width > 1 ? HALVE : ANY;
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
    int vectorsOfRow = (from.width() + kernels.lanes() - 1) / kernels.lanes();
    for (int y = 0; y < grid.height(); y++) {
      int above = in[c] + rows.lower()[y] * from.pitch();
      int below = in[c] + rows.upper()[y] * from.pitch();
      float share = rows.share()[y];
      int to = out[c] + y * grid.pitch();
      switch (along) {
        case DOUBLE -> kernels.doubleRow(arena, above, below, share, from.width(), to);
        case HALVE -> kernels.halveRow(arena, above, below, share, grid.width(), to);
        default -> {
          kernels.mix(arena, above, below, share, scratch, vectorsOfRow);
          row(arena, scratch, columns, to);
        }
      }
    }
    finish.apply(kernels, arena, grid, out, c);
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
