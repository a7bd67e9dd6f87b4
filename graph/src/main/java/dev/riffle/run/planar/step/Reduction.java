package dev.riffle.run.planar.step;

import dev.riffle.run.planar.kernel.Kernels;
import dev.riffle.run.planar.kernel.Window;

/** What is made of what a window sees of one channel. */
public interface Reduction {

  /** What lies around a plane. */
  float outside();

  /**
   * Makes some places of a channel.
   *
   * @param base where the window's taps are counted from for the first of them
   * @param fold as {@link Finish} has it
   * @param place the first of them
   * @param out where it goes
   */
  void run(
      Kernels kernels,
      float[] arena,
      Window window,
      int base,
      int channel,
      float fold,
      int place,
      int out,
      int vectors);

  /**
   * A weighted sum.
   *
   * @param weights {@code [channel][cell]}, flat
   * @param bias {@code [channel]}
   */
  record WeightedSum(float[] weights, float[] bias) implements Reduction {
    @Override
    public float outside() {
      return 0;
    }

    @Override
    public void run(
        Kernels kernels,
        float[] arena,
        Window window,
        int base,
        int channel,
        float fold,
        int place,
        int out,
        int vectors) {
      int first = channel * window.cells();
      kernels.weightedWindow(
          arena, window, base, weights, first, bias[channel], fold, place, out, vectors);
    }
  }

  /** The largest number. */
  record Highest() implements Reduction {
    @Override
    public float outside() {
      return Float.NEGATIVE_INFINITY;
    }

    @Override
    public void run(
        Kernels kernels,
        float[] arena,
        Window window,
        int base,
        int channel,
        float fold,
        int place,
        int out,
        int vectors) {
      kernels.highest(arena, base, window.taps(), out, vectors);
    }
  }

  /**
   * A multiple of the one place that there is, and a number.
   *
   * @param scale of each channel
   * @param shift likewise
   */
  record Affine(float[] scale, float[] shift) implements Reduction {
    @Override
    public float outside() {
      return 0;
    }

    @Override
    public void run(
        Kernels kernels,
        float[] arena,
        Window window,
        int base,
        int channel,
        float fold,
        int place,
        int out,
        int vectors) {
      kernels.weightedSum(
          arena, base, window.taps(), scale, channel, shift[channel], fold, out, vectors);
    }
  }
}
