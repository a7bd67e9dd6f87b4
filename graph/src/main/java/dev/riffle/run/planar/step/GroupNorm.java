package dev.riffle.run.planar.step;

import dev.riffle.graph.Op;
import dev.riffle.run.planar.kernel.Kernels;

/**
 * A group normalisation; a unit is a group. The sums are taken in double precision.
 *
 * @param in first place of each input plane; the output's lie on the same grid
 * @param weight of each channel
 * @param bias of each channel
 */
public record GroupNorm(
    Kernels kernels,
    int[] in,
    Op.GroupNorm op,
    float[] weight,
    float[] bias,
    int[] out,
    Grid grid,
    Finish finish)
    implements Step {

  @Override
  public int units() {
    return op.groups();
  }

  /** One number, a channel's factor. */
  @Override
  public int scratch() {
    return Grid.OVERRUN;
  }

  @Override
  public void run(float[] arena, int scratch, int unit) {
    int channels = in.length / op.groups();
    int from = unit * channels;
    int to = from + channels;
    double count = (double) channels * grid.height() * grid.width();
    double mean = sum(arena, from, to, 0, 1) / count;
    double variance = sum(arena, from, to, mean, 2) / count;
    double inverse = 1 / Math.sqrt(variance + op.epsilon());
    int vectors = grid.vectors(kernels.lanes());
    for (int c = from; c < to; c++) {
      double factor = weight[c] * inverse;
      float shift = (float) (bias[c] - mean * factor);
      arena[scratch] = (float) factor;
      kernels.weightedSum(
          arena, in[c], Affine.ONE_PLACE, arena, scratch, shift, finish.fold(), out[c], vectors);
      finish.apply(kernels, arena, grid, out, c);
    }
  }

  // Of (x − centre)^power, power 1 or 2, over all numbers of some channels.
  private double sum(float[] arena, int from, int to, double centre, int power) {
    double sum = 0;
    for (int c = from; c < to; c++) {
      for (int y = 0; y < grid.height(); y++) {
        int row = in[c] + y * grid.pitch();
        for (int x = row; x < row + grid.width(); x++) {
          double away = arena[x] - centre;
          sum += power == 1 ? away : away * away;
        }
      }
    }
    return sum;
  }
}
