package dev.riffle.gradient.planar;

import dev.riffle.gradient.planar.place.Stacks;
import dev.riffle.gradient.planar.window.Deferred;
import dev.riffle.graph.Graph;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.graph.Parameter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Nodes that are computed together, as nothing else reads what passes between them.
 *
 * @param head what is computed; a BatchNorm may stand alone
 * @param norm the BatchNorm behind a convolution, or the head if it is one; null for none
 * @param activation what comes behind either, or behind a GroupNorm; null for none
 * @param isDeferred whether the BatchNorm behind a convolution is left to what reads it, see {@link
 *     Deferred}
 */
record Chain(Node head, Node norm, Node activation, boolean isDeferred) {

  /** The node whose value is the chain's. */
  Node last() {
    return activation != null ? activation : norm != null ? norm : head;
  }

  /** The parameters of all its nodes; some may come twice. */
  Stream<Parameter> parameters() {
    return Stream.of(head, norm, activation)
        .filter(Objects::nonNull)
        .flatMap(node -> node.parameters().stream());
  }

  /** The slope below zero of the function at the end. */
  float slope() {
    return activation == null ? 1 : -((Op.Activate) activation.op()).function().apply(-1);
  }

  /** All chains of a network in running order. */
  static List<Chain> of(Graph graph) {
    Map<Node, Node> only = onlyReaders(graph);
    List<Chain> chains = new ArrayList<>();
    Set<Node> taken = new HashSet<>(); // nodes have identity
    for (Node node : graph.nodes()) {
      if (!taken.contains(node)) {
        Chain chain = from(node, only);
        chains.add(chain);
        taken.add(chain.norm);
        taken.add(chain.activation);
      }
    }
    return chains;
  }

  private static Chain from(Node head, Map<Node, Node> only) {
    boolean isConvolution = head.op() instanceof Op.Conv2d;
    boolean isNormed = isConvolution && isNorm(only.get(head));
    Node norm = isNormed ? only.get(head) : isNorm(head) ? head : null;
    Node next = only.get(norm != null ? norm : head);
    boolean takesActivation = isConvolution || norm != null || head.op() instanceof Op.GroupNorm;
    Node activation = takesActivation && isPiecewise(next) ? next : null;
    Node reader = activation != null ? only.get(activation) : next;
    return new Chain(head, norm, activation, isNormed && worksByChannel(reader));
  }

  // What reads a node, where nothing else does and its value is no output.
  private static Map<Node, Node> onlyReaders(Graph graph) {
    Map<Node, Node> readers = new IdentityHashMap<>();
    Set<Node> others = new HashSet<>(graph.outputs());
    for (Node node : graph.nodes()) {
      for (Node input : node.inputs()) {
        if (readers.put(input, node) != null) {
          others.add(input);
        }
      }
    }
    others.forEach(readers::remove);
    return readers;
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
