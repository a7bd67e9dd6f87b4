package dev.riffle.gradient.planar.channel;

import dev.riffle.gradient.planar.place.Plane;
import dev.riffle.gradient.planar.place.Stack;
import dev.riffle.graph.Activation;

/**
 * An element-wise function of its own, and the way back.
 *
 * @param in what it is a function of
 * @param stack how input and output lie
 * @param mask the first place of the stack's mask
 */
public record ActivationWays(Activation function, Plane[] in, Stack stack, int mask)
    implements ChannelLayer.Ways {

  @Override
  public void forward(float[] arena, int scratch, int channel, int from, int to) {
    for (int p = 0; p < stack.places(); p++) {
      arena[to + p] = function.apply(arena[from + p]) * arena[mask + p];
    }
  }

  @Override
  public void backward(float[] arena, int scratch, int channel, int from, int to) {
    int value = in[channel].value();
    for (int p = 0; p < stack.places(); p++) {
      arena[to + p] = arena[from + p] * (float) function.slope(arena[value + p]);
    }
  }
}
