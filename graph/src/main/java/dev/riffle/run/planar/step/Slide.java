package dev.riffle.run.planar.step;

import dev.riffle.run.planar.kernel.Kernels;

/**
 * A window that slides over each channel by itself: depthwise convolutions and pooling; with a
 * window of one place, what an element-wise function comes to.
 *
 * @param in first place of each input plane, or of its first phase where it was dealt out before
 * @param phases how an input plane has to be dealt out first; null where it has not
 * @param taps what the first output place sees through each cell of the window, from the first
 *     place of the plane or of its first phase
 * @param reduction what is made of what the window sees
 * @param out first place of each output plane
 * @param bands parts that the places are cut into, so that a thread finds those that it made itself
 * @param channelsPerUnit channels of a band that a unit does
 */
public record Slide(
    Kernels kernels,
    int[] in,
    Phases phases,
    int[] taps,
    Reduction reduction,
    int[] out,
    Grid grid,
    Finish finish,
    int bands,
    int channelsPerUnit)
    implements Step {
  /** Vectors below which a band is not worth its calls. */
  private static final int LEAST_BAND = 3;

  /** Cuts the work into units. */
  public static Slide of(
      Kernels kernels,
      int[] in,
      Phases phases,
      int[] taps,
      Reduction reduction,
      int[] out,
      Grid grid,
      Finish finish) {
    int vectors = grid.vectors(kernels.lanes());
    int bands = phases == null && vectors >= 2 * LEAST_BAND ? 2 : 1;
    long work = (long) grid.places() / bands * (phases == null ? taps.length : taps.length + 8);
    int perUnit = Step.perUnit(out.length, work);
    return new Slide(kernels, in, phases, taps, reduction, out, grid, finish, bands, perUnit);
  }

  /** What is made of what a window sees of one channel. */
  public interface Reduction {

    /** What lies around a plane. */
    float outside();

    /** As {@link Kernels}' verbs over a window. */
    void run(
        Kernels kernels,
        float[] arena,
        int base,
        int[] taps,
        int channel,
        float fold,
        int out,
        int vectors);
  }

  /**
   * A weighted sum.
   *
   * @param weights {@code [channel][tap]}, flat
   * @param bias {@code [channel]}
   */
  public record WeightedSum(float[] weights, float[] bias) implements Reduction {
    @Override
    public float outside() {
      return 0;
    }

    @Override
    public void run(
        Kernels kernels,
        float[] arena,
        int base,
        int[] taps,
        int channel,
        float fold,
        int out,
        int vectors) {
      kernels.weightedSum(
          arena, base, taps, weights, channel * taps.length, bias[channel], fold, out, vectors);
    }
  }

  /** The largest number. */
  public record Highest() implements Reduction {
    @Override
    public float outside() {
      return Float.NEGATIVE_INFINITY;
    }

    @Override
    public void run(
        Kernels kernels,
        float[] arena,
        int base,
        int[] taps,
        int channel,
        float fold,
        int out,
        int vectors) {
      kernels.highest(arena, base, taps, out, vectors);
    }
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
    int vectors = grid.vectors(kernels.lanes());
    int band = unit / unitsOfBand();
    int from = band * vectors / bands;
    int count = (band + 1) * vectors / bands - from;
    int first = unit % unitsOfBand() * channelsPerUnit;
    int end = Math.min(first + channelsPerUnit, out.length);
    for (int c = first; c < end; c++) {
      channel(arena, scratch, c, from * kernels.lanes(), count);
    }
  }

  private void channel(float[] arena, int scratch, int c, int place, int vectors) {
    int base = in[c];
    if (phases != null) {
      base = scratch + grid.origin();
      phases.deal(kernels, arena, in[c], base, reduction.outside());
    }
    reduction.run(kernels, arena, base + place, taps, c, finish.fold(), out[c] + place, vectors);
    finish.apply(kernels, arena, grid, out[c], c, place, vectors);
  }
}
