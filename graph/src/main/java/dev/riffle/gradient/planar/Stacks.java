package dev.riffle.gradient.planar;

import dev.riffle.graph.Graph;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.graph.Shape;
import dev.riffle.run.planar.step.Phases;
import java.util.HashMap;
import java.util.Map;

/** The stacks of a network's maps: maps of one size lie alike, whatever reads them. */
final class Stacks {
  private final int pictures;
  private final Map<Shape, Integer> pads = new HashMap<>(); // by size, channels 1

  Stacks(Graph graph, int pictures) {
    this.pictures = pictures;
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Op.Conv2d op) {
        surround(node, op.kernel(), op.stride(), op.padding(), false);
      } else if (node.op() instanceof Op.MaxPool op) {
        surround(node, op.kernel(), op.stride(), op.padding(), true);
      } else if (node.op() instanceof Op.AvgPool op) {
        surround(node, op.kernel(), op.stride(), op.padding(), false);
      }
    }
  }

  private void surround(Node node, int kernel, int stride, int padding, boolean always) {
    Shape in = node.input().shape();
    Shape out = node.shape();
    boolean keeps = stride == 1 && in.height() == out.height() && in.width() == out.width();
    if (keeps) {
      pads.merge(in.withChannels(1), padding, Math::max);
    }
    if (always || !keeps) {
      int rows = Phases.pad(kernel, stride, padding, in.height(), out.height());
      int columns = Phases.pad(kernel, stride, padding, in.width(), out.width());
      pads.merge(out.withChannels(1), Math.max(rows, columns), Math::max);
    }
  }

  Stack of(Shape shape) {
    int pad = pads.getOrDefault(shape.withChannels(1), 0);
    return new Stack(pictures, shape.height(), shape.width(), pad);
  }
}
