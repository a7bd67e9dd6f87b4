package dev.riffle.gradient.planar;

import dev.riffle.graph.Graph;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Nodes that are computed together, as nothing else reads what passes between them.
 *
 * @param head what is computed; a BatchNorm may stand alone
 * @param norm the BatchNorm behind a convolution, or the head if it is one; null for none
 * @param activation what comes behind either, or behind a GroupNorm; null for none
 * @param isDeferred whether the BatchNorm behind a convolution is left to what reads it, see {@link
 *     Tail.Deferred}
 */
record Block(Node head, Node norm, Node activation, boolean isDeferred) {

  /** The node whose value is the block's. */
  Node last() {
    return activation != null ? activation : norm != null ? norm : head;
  }

  /** The slope below zero of the function at the end. */
  float slope() {
    return activation == null ? 1 : -((Op.Activate) activation.op()).function().apply(-1);
  }

  /** All blocks of a network in running order. */
  static List<Block> of(Graph graph) {
    Map<Node, Integer> uses = new IdentityHashMap<>();
    Map<Node, Node> reader = new IdentityHashMap<>();
    for (Node node : graph.nodes()) {
      node.inputs().forEach(input -> uses.merge(input, 1, Integer::sum));
      node.inputs().forEach(input -> reader.put(input, node));
    }
    graph.outputs().forEach(output -> uses.merge(output, 2, Integer::sum));
    List<Block> blocks = new ArrayList<>();
    Set<Node> taken = new HashSet<>(); // nodes have identity
    for (Node node : graph.nodes()) {
      if (taken.contains(node)) {
        continue;
      }
      Node norm = node.op() instanceof Op.BatchNorm ? node : null;
      Node end = node;
      if (node.op() instanceof Op.Conv2d && isNorm(only(node, uses, reader))) {
        norm = reader.get(node);
        end = norm;
      }
      boolean mayFold =
          norm != null || node.op() instanceof Op.Conv2d || node.op() instanceof Op.GroupNorm;
      Node next = only(end, uses, reader);
      Node activation = mayFold && isPiecewise(next) ? next : null;
      boolean isDeferred =
          norm != null
              && norm != node
              && worksByChannel(only(activation != null ? activation : norm, uses, reader));
      blocks.add(new Block(node, norm, activation, isDeferred));
      taken.add(norm);
      taken.add(activation);
    }
    return blocks;
  }

  private static Node only(Node node, Map<Node, Integer> uses, Map<Node, Node> reader) {
    return uses.getOrDefault(node, 0) == 1 ? reader.get(node) : null;
  }

  private static boolean worksByChannel(Node node) {
    return node != null
        && (node.op() instanceof Op.MaxPool
            || node.op() instanceof Op.AvgPool
            || (node.op() instanceof Op.Conv2d op
                && Stacks.isDepthwise(op, node.input().shape().channels())));
  }

  private static boolean isNorm(Node node) {
    return node != null && node.op() instanceof Op.BatchNorm;
  }

  /** Two straight lines that meet at zero. */
  private static boolean isPiecewise(Node node) {
    return node != null
        && node.op() instanceof Op.Activate activate
        && switch (activate.function()) {
          case IDENTITY, RELU, LEAKY_RELU -> true;
          default -> false;
        };
  }
}
