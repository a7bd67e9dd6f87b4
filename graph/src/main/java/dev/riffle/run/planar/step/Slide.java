package dev.riffle.run.planar.step;

import dev.riffle.run.planar.kernel.Kernels;
import dev.riffle.run.planar.kernel.Window;

/**
 * A window that slides over each channel by itself: depthwise convolutions and pooling.
 *
 * @param in first place of each input plane, or of its first phase where it was dealt out before
 * @param phases how an input plane has to be dealt out first; null where it has not
 * @param window what is seen, from the first place of the plane or of its first phase
 * @param reduction what is made of what the window sees
 * @param out first place of each output plane
 * @param channelsPerUnit channels that a unit does
 */
public record Slide(
    Kernels kernels,
    int[] in,
    Phases phases,
    Window window,
    Reduction reduction,
    int[] out,
    Grid grid,
    Finish finish,
    int channelsPerUnit)
    implements Channelwise {
  /** Cuts the work into units. */
  public static Slide of(
      Kernels kernels,
      int[] in,
      Phases phases,
      Window window,
      Reduction reduction,
      int[] out,
      Grid grid,
      Finish finish) {
    int workOfPlace = phases == null ? window.cells() : window.cells() + 8;
    int perUnit = Step.perUnit(out.length, (long) grid.places() * workOfPlace);
    return new Slide(kernels, in, phases, window, reduction, out, grid, finish, perUnit);
  }

  @Override
  public int channels() {
    return out.length;
  }

  @Override
  public int scratch() {
    return phases == null ? 0 : phases.size();
  }

  @Override
  public void channel(float[] arena, int scratch, int c) {
    int base = in[c];
    if (phases != null) {
      base = scratch + phases.out().origin();
      phases.deal(kernels, arena, in[c], base, reduction.outside());
    }
    if (window.lie() == Window.Lie.PLANE) {
      // Seen before the first place and behind the last, and left out as long as it is finite.
      arena[base - 1] = 0;
      arena[base + grid.places()] = 0;
    }
    reduction.run(kernels, arena, window, base, c, finish.fold(), out[c], grid.places());
    finish.apply(kernels, arena, grid, out, c);
  }
}
