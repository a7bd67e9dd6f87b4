package dev.riffle.backbone;

import dev.riffle.graph.Activation;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op.Activate;
import dev.riffle.graph.Op.Linear;
import dev.riffle.graph.Op.MeanPool;
import dev.riffle.graph.Op.Multiply;
import dev.riffle.graph.Scope;

/**
 * Squeeze and excitation: each channel is multiplied by a number that two fully connected layers
 * make of the means of all channels.
 *
 * @see <a href="https://arxiv.org/abs/1709.01507">Squeeze-and-Excitation Networks</a>
 */
final class Squeeze {
  private Squeeze() {}

  /**
   * Writes it down, or nothing.
   *
   * @param se where its names begin: {@code fc1}, {@code fc2}
   * @param reduction how many times fewer numbers lie between the layers; 0 for no excitation
   */
  static Node apply(Scope se, Node x, int reduction) {
    if (reduction == 0) {
      return x;
    }
    int channels = x.shape().channels();
    return se.node(
        "product",
        new Multiply(),
        x,
        se.chain(x)
            .then("mean", new MeanPool())
            .then("fc1", new Linear(channels / reduction, true))
            .then("relu", Activate.RELU)
            .then("fc2", new Linear(channels, true))
            .then("gate", new Activate(Activation.SIGMOID))
            .end());
  }

  /** Refuses a reduction that leaves nothing of the narrowest layer. */
  static void check(int reduction, int narrowest) {
    if (reduction < 0 || reduction > narrowest) {
      throw new IllegalArgumentException(
          "squeeze: expected 0 (none) to " + narrowest + ", found " + reduction);
    }
  }
}
