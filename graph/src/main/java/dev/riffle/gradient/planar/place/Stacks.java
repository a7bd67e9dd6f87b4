package dev.riffle.gradient.planar.place;

import dev.riffle.graph.Graph;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.graph.Shape;
import dev.riffle.run.planar.step.Phases;
import java.util.HashMap;
import java.util.Map;

/**
 * The stacks of a network's maps: maps of one size lie alike, whatever reads them. A window that
 * works channel by channel can afford to spread its channel out before and to close it up behind;
 * so small maps, whose pads would be a large part of them, lie without those pads.
 */
public final class Stacks {
  /** Places with pads, by those without, up to which pads stay. */
  private static final double LIMIT = 1.05;

  private final int pictures;
  private final Map<Shape, Integer> needs = new HashMap<>(); // pads by size, channels 1
  private final Map<Shape, Integer> wishes = new HashMap<>(); // of windows over single channels

  /**
   * Looks at what all windows of a network need.
   *
   * @param pictures of a batch
   */
  public Stacks(Graph graph, int pictures) {
    this.pictures = pictures;
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Op.Conv2d op) {
        boolean isSingle = isDepthwise(op, node.input().shape().channels());
        add(isSingle ? wishes : needs, node, op.kernel(), op.stride(), op.padding());
      } else if (node.op() instanceof Op.MaxPool op) {
        add(needs, node, op.kernel(), op.stride(), op.padding());
        int dealt = dealtPad(node, op.kernel(), op.stride(), op.padding());
        needs.merge(size(node), dealt, Math::max); // planes are dealt out even where all is kept
      } else if (node.op() instanceof Op.AvgPool op) {
        add(wishes, node, op.kernel(), op.stride(), op.padding());
      }
    }
  }

  /** Whether a convolution takes each of so many channels by itself, and makes one of it. */
  public static boolean isDepthwise(Op.Conv2d op, int channels) {
    return op.groups() == channels && op.outChannels() == channels;
  }

  private static Shape size(Node node) {
    return node.shape().withChannels(1);
  }

  private static void add(
      Map<Shape, Integer> pads, Node node, int kernel, int stride, int padding) {
    pads.merge(size(node), pad(node, kernel, stride, padding), Math::max);
  }

  // What a window needs around the maps that it makes.
  private static int pad(Node node, int kernel, int stride, int padding) {
    boolean keeps = stride == 1 && size(node).equals(size(node.input()));
    return keeps ? padding : dealtPad(node, kernel, stride, padding);
  }

  private static int dealtPad(Node node, int kernel, int stride, int padding) {
    Shape in = node.input().shape();
    Shape out = node.shape();
    return Math.max(
        Phases.pad(kernel, stride, padding, in.height(), out.height()),
        Phases.pad(kernel, stride, padding, in.width(), out.width()));
  }

  /** The stack of all maps of a size. */
  public Stack of(Shape shape) {
    Shape size = shape.withChannels(1);
    int need = needs.getOrDefault(size, 0);
    int wish = Math.max(need, wishes.getOrDefault(size, 0));
    Stack dense = stack(shape, need);
    Stack padded = stack(shape, wish);
    return padded.step() <= LIMIT * dense.step() ? padded : dense;
  }

  /** The stack on which a window over single channels makes a node's maps. */
  public Stack grid(Node node, int kernel, int stride, int padding) {
    Stack stack = of(node.shape());
    int pad = pad(node, kernel, stride, padding);
    return pad <= stack.pad() ? stack : stack(node.shape(), pad);
  }

  private Stack stack(Shape shape, int pad) {
    return new Stack(pictures, shape.height(), shape.width(), pad);
  }
}
