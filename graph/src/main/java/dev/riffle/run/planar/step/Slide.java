package dev.riffle.run.planar.step;

import dev.riffle.run.planar.kernel.Kernels;
import dev.riffle.run.planar.kernel.Window;

/**
 * A window that slides over each channel by itself: depthwise convolutions and pooling; with a
 * window of one place, what an element-wise function comes to.
 *
 * @param in first place of each input plane, or of its first phase where it was dealt out before
 * @param phases how an input plane has to be dealt out first; null where it has not
 * @param window what is seen, from the first place of the plane or of its first phase
 * @param reduction what is made of what the window sees
 * @param out first place of each output plane
 * @param bands parts that the rows are cut into, so that a thread finds those that it made itself
 * @param channelsPerUnit channels of a band that a unit does
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
    int bands,
    int channelsPerUnit)
    implements Step {
  /** Rows below which a band is not worth its calls. */
  private static final int LEAST_BAND = 14;

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
    boolean canBeCut = reduction.goesByRows() && grid.width() >= Grid.OVERRUN && !finish.isMore();
    int bands = canBeCut && phases == null && grid.height() >= 2 * LEAST_BAND ? 2 : 1;
    int workOfPlace = phases == null ? window.cells() : window.cells() + 8;
    int perUnit = Step.perUnit(out.length, (long) grid.places() / bands * workOfPlace);
    return new Slide(kernels, in, phases, window, reduction, out, grid, finish, bands, perUnit);
  }

  private int unitsOfBand() {
    return (out.length + channelsPerUnit - 1) / channelsPerUnit;
  }

  @Override
  public int units() {
    return bands * unitsOfBand();
  }

  @Override
  public int scratch() {
    return phases == null ? 0 : phases.size();
  }

  @Override
  public void run(float[] arena, int scratch, int unit) {
    int band = unit / unitsOfBand();
    int row = band * grid.height() / bands;
    int place = row * grid.pitch();
    int places = (band + 1) * grid.height() / bands * grid.pitch() - place;
    int first = unit % unitsOfBand() * channelsPerUnit;
    int end = Math.min(first + channelsPerUnit, out.length);
    for (int c = first; c < end; c++) {
      channel(arena, scratch, c, place, places);
    }
  }

  private void channel(float[] arena, int scratch, int c, int place, int places) {
    int base = in[c];
    if (phases != null) {
      base = scratch + grid.origin();
      phases.surround(arena, base, reduction.outside());
      phases.deal(kernels, arena, in[c], base, reduction.outside());
    }
    int to = out[c] + place;
    reduction.run(kernels, arena, window, base + place, c, finish.fold(), to, places);
    finish.apply(kernels, arena, grid, out[c], c, place, kernels.vectors(places));
  }
}
