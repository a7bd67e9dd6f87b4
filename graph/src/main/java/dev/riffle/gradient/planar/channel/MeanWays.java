package dev.riffle.gradient.planar.channel;

import dev.riffle.gradient.planar.place.Stack;
import dev.riffle.run.planar.kernel.Kernels;

/**
 * The mean of each picture's map, and the way back.
 *
 * @param in how what the mean is of lies
 * @param mask the first place of that stack's mask
 */
public record MeanWays(Kernels kernels, Stack in, int mask) implements ChannelLayer.Ways {

  @Override
  public void forward(float[] arena, int scratch, int channel, int from, int to) {
    for (int n = 0; n < in.pictures(); n++) {
      float sum = kernels.sum(arena, from + n * in.step(), in.step());
      arena[to + n] = sum / (in.height() * in.width());
    }
  }

  @Override
  public void backward(float[] arena, int scratch, int channel, int from, int to) {
    for (int n = 0; n < in.pictures(); n++) {
      float share = arena[from + n] / (in.height() * in.width());
      for (int p = n * in.step(); p < (n + 1) * in.step(); p++) {
        arena[to + p] = share * arena[mask + p];
      }
    }
  }
}
