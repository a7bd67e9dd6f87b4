package dev.riffle.gradient.planar;

import dev.riffle.graph.Activation;

/**
 * An element-wise function of its own, and the way back.
 *
 * @param in what it is a function of
 * @param mask the plane that is one at the places that are used
 */
record ActivationWays(Activation function, Plane[] in, Stack stack, int mask) {

  void forward(float[] arena, int scratch, int channel, int from, int to) {
    for (int p = 0; p < stack.places(); p++) {
      arena[to + p] = function.apply(arena[from + p]) * arena[mask + p];
    }
  }

  void backward(float[] arena, int scratch, int channel, int from, int to) {
    int value = in[channel].value();
    for (int p = 0; p < stack.places(); p++) {
      arena[to + p] = arena[from + p] * (float) function.slope(arena[value + p]);
    }
  }
}
