package dev.riffle.run.planar;

import dev.riffle.graph.Node;
import dev.riffle.graph.Op;

/**
 * A window that slides over a node's input.
 *
 * @param node the node that it makes
 */
record Sliding(int kernel, int stride, int padding, Node node) {

  static Sliding of(Op.Conv2d op, Node node) {
    return new Sliding(op.kernel(), op.stride(), op.padding(), node);
  }

  static Sliding of(Op.AvgPool op, Node node) {
    return new Sliding(op.kernel(), op.stride(), op.padding(), node);
  }

  static Sliding of(Op.MaxPool op, Node node) {
    return new Sliding(op.kernel(), op.stride(), op.padding(), node);
  }

  /** Whether it can slide over the input as it lies, zeros around it. */
  boolean keepsPlaces() {
    return stride == 1 && kernel == 2 * padding + 1;
  }

  int inWidth() {
    return node.input().shape().width();
  }
}
