package dev.riffle.run.planar.step;

import dev.riffle.run.planar.kernel.Kernels;

/**
 * The mean of each plane, whose rows' ends hold zeros.
 *
 * @param in first place of each input plane
 * @param out where each mean goes
 */
public record Mean(Kernels kernels, int[] in, Grid grid, int[] out, int channelsPerUnit)
    implements Channelwise {

  /** Cuts the work into units. */
  public static Mean of(Kernels kernels, int[] in, Grid grid, int[] out) {
    return new Mean(kernels, in, grid, out, Step.perUnit(in.length, grid.places()));
  }

  @Override
  public int channels() {
    return in.length;
  }

  @Override
  public void channel(float[] arena, int scratch, int c) {
    float sum = kernels.sum(arena, in[c], grid.places());
    arena[out[c]] = sum / (grid.height() * grid.width());
  }
}
