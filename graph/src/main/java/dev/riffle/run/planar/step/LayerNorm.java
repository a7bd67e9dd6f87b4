package dev.riffle.run.planar.step;

import dev.riffle.graph.Op;
import dev.riffle.run.planar.kernel.Kernels;
import java.util.Arrays;

/**
 * A layer normalisation over the channels of each place; a unit is a tile of places.
 *
 * @param in first place of each input plane; the output's lie on the same grid
 * @param weight of each channel
 * @param bias of each channel
 */
public record LayerNorm(
    Kernels kernels,
    int[] in,
    Op.LayerNorm op,
    float[] weight,
    float[] bias,
    int[] out,
    Grid grid,
    Finish finish)
    implements Step {

  private int tile() {
    return kernels.widest() * kernels.lanes();
  }

  @Override
  public int units() {
    return (grid.places() + tile() - 1) / tile();
  }

  /** A sum a place, and a square. */
  @Override
  public int scratch() {
    return 2 * tile();
  }

  @Override
  public void run(float[] arena, int scratch, int unit) {
    int place = unit * tile();
    int vectors =
        Math.min(kernels.widest(), grid.vectors(kernels.lanes()) - unit * kernels.widest());
    int end = scratch + vectors * kernels.lanes();
    int square = scratch + tile();
    Arrays.fill(arena, scratch, end, 0);
    for (int plane : in) {
      kernels.add(arena, scratch, plane + place, scratch, vectors);
    }
    kernels.scale(arena, scratch, -1f / in.length, scratch, vectors);
    for (int c = 0; c < in.length; c++) {
      kernels.add(arena, in[c] + place, scratch, out[c] + place, vectors);
    }
    Arrays.fill(arena, scratch, end, 0);
    for (int plane : out) {
      kernels.multiply(arena, plane + place, plane + place, square, vectors);
      kernels.add(arena, scratch, square, scratch, vectors);
    }
    for (int i = scratch; i < end; i++) {
      arena[i] = (float) (1 / Math.sqrt(arena[i] / in.length + op.epsilon()));
    }
    for (int c = 0; c < in.length; c++) {
      int to = out[c] + place;
      kernels.multiply(arena, to, scratch, to, vectors);
      kernels.weightedSum(
          arena, to, Affine.ONE_PLACE, weight, c, bias[c], finish.fold(), to, vectors);
    }
    finish.apply(kernels, arena, grid, out, 0, out.length, place, vectors);
  }
}
