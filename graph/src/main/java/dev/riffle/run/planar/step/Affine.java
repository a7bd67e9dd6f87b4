package dev.riffle.run.planar.step;

import dev.riffle.run.planar.kernel.Kernels;

/**
 * A multiple of each number of a channel, and a number added to it.
 *
 * @param in first place of each input plane
 * @param scale of each channel
 * @param shift likewise
 * @param out first place of each output plane
 */
public record Affine(
    Kernels kernels,
    int[] in,
    float[] scale,
    float[] shift,
    int[] out,
    Grid grid,
    Finish finish,
    int channelsPerUnit)
    implements Channelwise {
  /** What a window of one place sees. */
  static final int[] ONE_PLACE = {0};

  /** Cuts the work into units. */
  public static Affine of(
      Kernels kernels,
      int[] in,
      float[] scale,
      float[] shift,
      int[] out,
      Grid grid,
      Finish finish) {
    int perUnit = Step.perUnit(out.length, grid.places());
    return new Affine(kernels, in, scale, shift, out, grid, finish, perUnit);
  }

  @Override
  public int channels() {
    return out.length;
  }

  @Override
  public void channel(float[] arena, int scratch, int c) {
    int vectors = grid.vectors(kernels.lanes());
    kernels.weightedSum(
        arena, in[c], ONE_PLACE, scale, c, shift[c], finish.fold(), out[c], vectors);
    finish.apply(kernels, arena, grid, out, c);
  }
}
