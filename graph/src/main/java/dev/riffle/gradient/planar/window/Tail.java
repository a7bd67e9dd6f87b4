package dev.riffle.gradient.planar.window;

import dev.riffle.gradient.kernel.SlopeKernels;
import dev.riffle.gradient.planar.place.Plane;

/**
 * What becomes of a channel as soon as it is computed, and what becomes of its slopes before they
 * go further: normalising, a function, zeros at the pads. Either may need {@link
 * SlopeKernels#SCRATCH} numbers of scratch memory.
 */
public interface Tail {

  /** From what was computed to the value. */
  void forward(float[] arena, int scratch, int channel);

  /** From the value's slopes, in place, to those of what was computed. */
  void backward(float[] arena, int scratch, int channel);

  /**
   * No normalising: adds nothing, only applies the function, in place.
   *
   * @param planes that are computed
   * @param mask the first place of their stack's mask
   * @param below slope of the function below zero
   */
  record Bare(SlopeKernels kernels, Plane[] planes, int mask, float below) implements Tail {
    @Override
    public void forward(float[] arena, int scratch, int c) {
      int at = planes[c].value();
      kernels.affine(arena, at, 1, 0, below, mask, at, vectors(c));
    }

    @Override
    public void backward(float[] arena, int scratch, int c) {
      if (below != 1) {
        int slopes = planes[c].slope();
        kernels.normSlopes(
            arena, slopes, planes[c].value(), 1, 0, below, 0, 0, 0, mask, vectors(c));
      }
    }

    private int vectors(int c) {
      return planes[c].stack().vectors(kernels.lanes());
    }
  }
}
