package dev.riffle.gradient.planar;

import dev.riffle.gradient.kernel.SlopeKernels;

/**
 * What becomes of a channel as soon as it is computed, and what becomes of its slopes before they
 * go further: normalising, a function, zeros at the pads.
 */
interface Tail {

  /** From what was computed to the value. */
  void forward(float[] arena, int scratch, int channel);

  /** From the value's slopes, in place, to those of what was computed. */
  void backward(float[] arena, int scratch, int channel);

  /**
   * Leaves a channel as it was computed but for taking its mean and variance. Its only reader,
   * which works channel by channel, does the rest there and back while the channel is in the cache.
   */
  record Deferred(NormTail rest) implements Tail {
    @Override
    public void forward(float[] arena, int scratch, int c) {
      rest.measure(arena, scratch, c);
    }

    @Override
    public void backward(float[] arena, int scratch, int c) {
      // the reader went back through it
    }
  }

  /**
   * No normalising: adds nothing, only applies the function, in place.
   *
   * @param planes first place of each channel
   * @param slopePlanes likewise of its slopes, once they are planned
   * @param slope of the function below zero
   */
  record Bare(
      SlopeKernels kernels, Stack stack, int mask, int[] planes, int[] slopePlanes, float slope)
      implements Tail {
    @Override
    public void forward(float[] arena, int scratch, int c) {
      int vectors = stack.vectors(kernels.lanes());
      kernels.affine(arena, planes[c], 1, 0, slope, mask, planes[c], vectors);
    }

    @Override
    public void backward(float[] arena, int scratch, int c) {
      if (slope != 1) {
        int vectors = stack.vectors(kernels.lanes());
        int slopes = slopePlanes[c];
        kernels.normSlopes(arena, slopes, planes[c], 1, 0, slope, 0, 0, 0, mask, vectors);
      }
    }
  }
}
