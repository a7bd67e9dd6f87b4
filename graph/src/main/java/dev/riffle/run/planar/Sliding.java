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

  /** The window of a node that works channel by channel; null if it is no such node. */
  static Sliding channelByChannel(Node node) {
    if (node.op() instanceof Op.MaxPool op) {
      return of(op, node);
    }
    if (node.op() instanceof Op.AvgPool op) {
      return of(op, node);
    }
    if (node.op() instanceof Op.Conv2d op && isDepthwise(op, node)) {
      return of(op, node);
    }
    return null;
  }

  /** Whether a convolution makes each output channel from one input channel of its own. */
  static boolean isDepthwise(Op.Conv2d op, Node node) {
    return op.groups() == op.outChannels() && op.channelsPerGroup(node) == 1;
  }

  /** What lies around the plane that it slides over. */
  float outside() {
    return node.op() instanceof Op.MaxPool ? Float.NEGATIVE_INFINITY : 0;
  }

  /** Whether it can slide over the input as it lies, zeros around it. */
  boolean keepsPlaces() {
    return stride == 1 && kernel == 2 * padding + 1;
  }

  int inWidth() {
    return node.input().shape().width();
  }
}
