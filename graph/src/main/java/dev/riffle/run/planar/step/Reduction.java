package dev.riffle.run.planar.step;

import dev.riffle.run.planar.kernel.Kernels;
import dev.riffle.run.planar.kernel.Window;

/** What is made of what a window sees of one channel. */
public interface Reduction {

  /** What lies around a plane. */
  float outside();

  /** Whether it goes row by row, and leaves out by itself what lies beyond their ends. */
  boolean goesByRows();

  /**
   * Makes some places of a channel.
   *
   * @param base where the window's taps are counted from for the first of them
   * @param fold as {@link Finish} has it
   * @param out where the first of them goes
   * @param places how many; whole rows, if it goes by them
   */
  void run(
      Kernels kernels,
      float[] arena,
      Window window,
      int base,
      int channel,
      float fold,
      int out,
      int places);

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
    public boolean goesByRows() {
      return true;
    }

    @Override
    public void run(
        Kernels kernels,
        float[] arena,
        Window window,
        int base,
        int channel,
        float fold,
        int out,
        int places) {
      int rows = places / window.pitch();
      kernels.weightedWindow(arena, window, base, weights, bias, channel, fold, out, rows);
    }
  }

  /** The largest number. */
  record Highest() implements Reduction {
    @Override
    public float outside() {
      return Float.NEGATIVE_INFINITY;
    }

    @Override
    public boolean goesByRows() {
      return false;
    }

    @Override
    public void run(
        Kernels kernels,
        float[] arena,
        Window window,
        int base,
        int channel,
        float fold,
        int out,
        int places) {
      kernels.highest(arena, base, window.taps(), out, kernels.vectors(places));
    }
  }
}
