package dev.riffle.run.planar;

import dev.riffle.graph.Activation;
import dev.riffle.graph.Graph;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Nodes that make one step: a convolution or a linear layer, what is added to its output, the
 * activation behind that. Any other node is a chain of its own.
 *
 * @param head the first node
 * @param last the node whose value the step yields
 * @param addend what is added to the head's output; null for nothing
 * @param function what is applied at last; the identity for nothing
 */
record Chain(Node head, Node last, Node addend, Activation function) {

  /** All nodes whose values must be there before the step runs. */
  List<Node> inputs() {
    if (addend == null) {
      return head.inputs();
    }
    List<Node> inputs = new ArrayList<>(head.inputs());
    inputs.add(addend);
    return inputs;
  }

  /** The nodes from the first to the last. */
  List<Node> nodes() {
    List<Node> nodes = new ArrayList<>();
    for (Node node = last; node != head; node = before(node)) {
      nodes.add(0, node);
    }
    nodes.add(0, head);
    return nodes;
  }

  private Node before(Node node) {
    return node.inputs().get(node.inputs().get(0) == addend ? node.inputs().size() - 1 : 0);
  }

  /** The chains of a graph, in an order in which they can run; inputs are not among them. */
  static List<Chain> of(Graph graph) {
    Map<Node, List<Node>> readers = readers(graph);
    Map<Node, Chain> byLast = new IdentityHashMap<>();
    Set<Node> inner = new HashSet<>(); // nodes that are not the last of their chain
    List<Node> nodes = new ArrayList<>(graph.nodes());
    Collections.reverse(nodes); // of two addends the later one takes the addition in
    for (Node node : nodes) {
      if (node.op() instanceof Op.Conv2d || node.op() instanceof Op.Linear) {
        Chain chain = from(node, readers, byLast);
        byLast.put(chain.last, chain);
        for (Node one = node; one != chain.last; one = readers.get(one).get(0)) {
          inner.add(one);
        }
      }
    }
    List<Chain> chains = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (!(node.op() instanceof Op.Input) && !inner.contains(node)) {
        Chain single = new Chain(node, node, null, Activation.IDENTITY);
        chains.add(byLast.getOrDefault(node, single));
      }
    }
    return chains;
  }

  private static Chain from(Node head, Map<Node, List<Node>> readers, Map<Node, Chain> taken) {
    Node last = head;
    Node addend = null;
    Node next = onlyReader(last, readers);
    if (next != null && next.op() instanceof Op.Add && isFree(next, readers, taken)) {
      addend = next.inputs().get(next.inputs().get(0) == head ? 1 : 0);
      last = next;
      next = onlyReader(last, readers);
    }
    if (next != null && next.op() instanceof Op.Activate activate) {
      return new Chain(head, next, addend, activate.function());
    }
    return new Chain(head, last, addend, Activation.IDENTITY);
  }

  // Whether no other chain ends with the addition, or with an activation behind it.
  private static boolean isFree(
      Node addition, Map<Node, List<Node>> readers, Map<Node, Chain> taken) {
    Node next = onlyReader(addition, readers);
    return !taken.containsKey(addition) && (next == null || !taken.containsKey(next));
  }

  // A node that is an output is read from outside too.
  private static Node onlyReader(Node node, Map<Node, List<Node>> readers) {
    List<Node> all = readers.get(node);
    return all.size() == 1 ? all.get(0) : null;
  }

  // Null stands for the world outside, and a node that reads another twice stands there twice.
  private static Map<Node, List<Node>> readers(Graph graph) {
    Map<Node, List<Node>> readers = new IdentityHashMap<>();
    graph.nodes().forEach(node -> readers.put(node, new ArrayList<>()));
    graph.nodes().forEach(node -> node.inputs().forEach(input -> readers.get(input).add(node)));
    graph.outputs().forEach(output -> readers.get(output).add(null));
    return readers;
  }
}
