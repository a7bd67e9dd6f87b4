package dev.riffle.run.planar.step;

import dev.riffle.run.planar.kernel.Kernels;

/**
 * Two maps place by place, or a map and one number a channel.
 *
 * @param a first place of each plane of one map
 * @param b of the other; for {@link Kind#SCALE} where each channel's factor lies
 */
public record Combine(
    Kernels kernels,
    Kind kind,
    int[] a,
    int[] b,
    int[] out,
    Grid grid,
    Finish finish,
    int channelsPerUnit)
    implements Channelwise {

  /** What is made of the two. */
  public enum Kind {
    ADD,
    MULTIPLY,
    SCALE
  }

  /** Cuts the work into units. */
  public static Combine of(
      Kernels kernels, Kind kind, int[] a, int[] b, int[] out, Grid grid, Finish finish) {
    return new Combine(
        kernels, kind, a, b, out, grid, finish, Step.perUnit(out.length, grid.places()));
  }

  @Override
  public int channels() {
    return out.length;
  }

  @Override
  public void channel(float[] arena, int scratch, int c) {
    int vectors = grid.vectors(kernels.lanes());
    switch (kind) {
      case ADD -> kernels.add(arena, a[c], b[c], out[c], vectors);
      case MULTIPLY -> kernels.multiply(arena, a[c], b[c], out[c], vectors);
      case SCALE -> kernels.scale(arena, a[c], arena[b[c]], out[c], vectors);
    }
    finish.apply(kernels, arena, grid, out, c);
  }
}
