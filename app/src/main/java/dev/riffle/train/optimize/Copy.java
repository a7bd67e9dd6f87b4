package dev.riffle.train.optimize;

import dev.riffle.graph.Tensor;

/** Taking over numbers. */
final class Copy {
  private Copy() {}

  static void into(float[] target, String name, Tensor from) {
    if (from.data().length != target.length) {
      throw new IllegalArgumentException(
          name + ": expected " + target.length + " numbers, found " + from);
    }
    System.arraycopy(from.data(), 0, target, 0, target.length);
  }
}
