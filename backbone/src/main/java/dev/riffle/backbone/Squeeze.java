package dev.riffle.backbone;

import static dev.riffle.graph.Op.BatchNorm.DEFAULT;

import dev.riffle.graph.Activation;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op.Activate;
import dev.riffle.graph.Op.Conv2d;
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
  private static final int HARD_REDUCTION = 4;

  private Squeeze() {}

  /**
   * As published: with biases, ReLU between, and a sigmoid at the end.
   *
   * @param se where its names begin
   * @param reduction how many times fewer numbers lie between the layers
   * @param first the name of the first layer
   * @param second the name of the second
   */
  static Node apply(Scope se, Node x, int reduction, String first, String second) {
    int channels = x.shape().channels();
    return product(
        se,
        x,
        se.chain(x)
            .then("mean", new MeanPool())
            .then(first, new Linear(channels / reduction, true))
            .then("between", Activate.RELU)
            .then(second, new Linear(channels, true))
            .then("gate", new Activate(Activation.SIGMOID))
            .end());
  }

  /** The same with layers {@code se.fc1} and {@code se.fc2}, or nothing if the reduction is 0. */
  static Node optional(Scope unit, Node x, int reduction) {
    return reduction == 0 ? x : apply(unit.in("se"), x, reduction, "fc1", "fc2");
  }

  /** As ShuffleNetV2+ has it: no biases, a BatchNorm between, and a hard sigmoid. */
  static Node hard(Scope se, Node x) {
    int channels = x.shape().channels();
    return product(
        se,
        x,
        se.in("SE_opr")
            .chain(x)
            .then(
                new MeanPool(),
                Conv2d.pointwise(channels / HARD_REDUCTION),
                DEFAULT,
                Activate.RELU,
                Conv2d.pointwise(channels),
                new Activate(Activation.HARD_SIGMOID))
            .end());
  }

  private static Node product(Scope se, Node x, Node gate) {
    return se.node("product", new Multiply(), x, gate);
  }

  /** Refuses a reduction that leaves nothing of the narrowest layer. */
  static void check(int reduction, int narrowest) {
    if (reduction < 0 || reduction > narrowest) {
      throw new IllegalArgumentException(
          "squeeze: expected 0 (none) to " + narrowest + ", found " + reduction);
    }
  }
}
