package dev.riffle.gradient.planar;

import dev.riffle.run.planar.kernel.Kernels;

/**
 * The mean of each picture's map, and the way back.
 *
 * @param in what the mean is of
 * @param mask the plane that is one at the places that are used
 */
record MeanWays(Kernels kernels, Stack in, int mask) {

  void forward(float[] arena, int scratch, int channel, int from, int to) {
    for (int n = 0; n < in.pictures(); n++) {
      float sum = kernels.sum(arena, from + n * in.step(), in.step());
      arena[to + n] = sum / (in.height() * in.width());
    }
  }

  void backward(float[] arena, int scratch, int channel, int from, int to) {
    for (int n = 0; n < in.pictures(); n++) {
      float share = arena[from + n] / (in.height() * in.width());
      for (int p = n * in.step(); p < (n + 1) * in.step(); p++) {
        arena[to + p] = share * arena[mask + p];
      }
    }
  }
}
