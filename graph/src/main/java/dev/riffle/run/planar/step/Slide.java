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
 * @param channelsPerUnit channels that a unit does
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
    int channelsPerUnit)
    implements Channelwise {

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
    long work = (long) grid.places() * (phases == null ? taps.length : taps.length + 8);
    return new Slide(
        kernels, in, phases, taps, reduction, out, grid, finish, Step.perUnit(out.length, work));
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

  @Override
  public int channels() {
    return out.length;
  }

  @Override
  public int scratch() {
    return phases == null ? 0 : phases.size() + phases.scratch();
  }

  @Override
  public void channel(float[] arena, int scratch, int c) {
    int vectors = grid.vectors(kernels.lanes());
    int base = in[c];
    if (phases != null) {
      base = scratch + grid.origin();
      phases.deal(kernels, arena, in[c], base, reduction.outside(), scratch + phases.size());
    }
    reduction.run(kernels, arena, base, taps, c, finish.fold(), out[c], vectors);
    finish.apply(kernels, arena, grid, out, c);
  }
}
