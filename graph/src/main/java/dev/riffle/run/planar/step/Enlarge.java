package dev.riffle.run.planar.step;

import java.util.Arrays;

/**
 * Puts planes into larger ones, zeros around them.
 *
 * @param in first place of each input plane
 * @param top rows above it, {@code left} columns to its left
 * @param out first place of each output plane
 */
public record Enlarge(
    int[] in, Grid from, int top, int left, int[] out, Grid grid, boolean surrounded)
    implements Step {

  @Override
  public int units() {
    return in.length;
  }

  @Override
  public void run(float[] arena, int scratch, int unit) {
    Arrays.fill(arena, out[unit], out[unit] + grid.places(), 0);
    for (int y = 0; y < from.height(); y++) {
      int to = out[unit] + (top + y) * grid.pitch() + left;
      System.arraycopy(arena, in[unit] + y * from.pitch(), arena, to, from.width());
    }
    if (surrounded) {
      grid.surround(arena, out[unit], 0, grid.places());
    }
  }
}
