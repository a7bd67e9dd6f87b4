package dev.riffle.run.planar;

import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.run.planar.kernel.Window;
import dev.riffle.run.planar.kernel.Window.Lie;
import dev.riffle.run.planar.step.Grid;

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

  /** Whether it leaves out what it sees beyond a row's ends, and needs no zeros there. */
  boolean leavesOut() {
    return outside() == 0 && channelByChannel(node) != null;
  }

  /**
   * Whether it can slide over the input as it lies, zeros around it. Where padding must not win the
   * plane is copied into another surrounding.
   */
  boolean keepsPlaces() {
    return stride == 1 && kernel == 2 * padding + 1 && outside() == 0;
  }

  /** Whether it looks for nothing above and below a plane, so that no zeros need to lie there. */
  boolean staysInside() {
    return lie() == Lie.PLANE;
  }

  private Lie lie() {
    if (!leavesOut() || kernel != 3 || padding != 1 || stride > 2) {
      return Lie.ANY;
    }
    return stride == 1 ? Lie.PLANE : Lie.PHASES;
  }

  int inWidth() {
    return node.input().shape().width();
  }

  /**
   * The window as kernels want it.
   *
   * @param taps what each cell sees of the first place of the output
   * @param grid of the output, and of what is seen
   * @param lanes of a vector
   */
  Window over(int[] taps, Grid grid, int lanes) {
    int[] low = new int[kernel];
    int[] high = new int[kernel];
    for (int column = 0; column < kernel; column++) {
      int x = column - padding;
      int shift = Math.floorDiv(x, stride);
      int seen = (inWidth() - Math.floorMod(x, stride) + stride - 1) / stride;
      low[column] = -shift;
      high[column] = seen - shift;
    }
    return Window.of(kernel, taps, low, high, grid.width(), grid.pitch(), lanes, lie());
  }
}
