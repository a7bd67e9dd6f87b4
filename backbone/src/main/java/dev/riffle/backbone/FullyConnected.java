package dev.riffle.backbone;

import dev.riffle.graph.Node;
import dev.riffle.graph.Op.Activate;
import dev.riffle.graph.Op.Linear;
import dev.riffle.graph.Scope;
import java.util.List;

/** The end of the networks before global pooling: three fully connected layers over all places. */
final class FullyConnected {
  private FullyConnected() {}

  /**
   * Writes it down.
   *
   * @param size how many rows and columns the last map must have
   * @param numbers of the three layers, in the scope {@code classifier}
   * @throws IllegalArgumentException if the map has another size
   */
  static Node build(
      Scope scope, Node last, int size, int hidden, List<Integer> numbers, int classes) {
    if (last.shape().height() != size || last.shape().width() != size) {
      throw new IllegalArgumentException(
          "classifier: expected a last map of "
              + size
              + "x"
              + size
              + " (pictures of 224x224), found "
              + last.shape());
    }
    Scope layers = scope.in("classifier");
    Node x = last;
    for (int number : numbers.subList(0, 2)) {
      x = layers.node(Integer.toString(number), new Linear(hidden, true), x);
      x = layers.node(Integer.toString(number + 1), Activate.RELU, x);
    }
    return layers.node(Integer.toString(numbers.get(2)), new Linear(classes, true), x);
  }
}
