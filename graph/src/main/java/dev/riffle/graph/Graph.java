package dev.riffle.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * A network: all nodes between some inputs and some outputs, in an order in which they can run.
 * Immutable; names are unique. Nodes may share parameters.
 */
public final class Graph {
  private final List<Node> inputs;
  private final List<Node> outputs;
  private final List<Node> nodes;
  private final List<Parameter> parameters;

  /**
   * Gathers what the outputs need.
   *
   * @throws IllegalArgumentException if there is no output, two nodes share a name, or a parameter
   *     that is not the same for both, an output needs an input that is not listed, or a listed one
   *     is no {@link Op.Input}
   */
  public Graph(List<Node> inputs, List<Node> outputs) {
    this.inputs = List.copyOf(inputs);
    this.outputs = List.copyOf(outputs);
    for (Node input : this.inputs) {
      if (!(input.op() instanceof Op.Input)) {
        throw new IllegalArgumentException(input.name() + " is listed as an input but computed");
      }
    }
    this.nodes = inRunningOrder(this.inputs, this.outputs);
    Map<String, Node> byName = new HashMap<>();
    for (Node node : nodes) {
      if (byName.put(node.name(), node) != null) {
        throw new IllegalArgumentException("two nodes are named " + node.name());
      }
    }
    this.parameters = parameters(nodes);
  }

  private static List<Parameter> parameters(List<Node> nodes) {
    Map<String, Parameter> byName = new LinkedHashMap<>();
    for (Node node : nodes) {
      for (Parameter parameter : node.parameters()) {
        Parameter first = byName.putIfAbsent(parameter.name(), parameter);
        if (first != null && !first.equals(parameter)) {
          throw new IllegalArgumentException(
              node.name() + ": expected to share " + first + ", found " + parameter);
        }
      }
    }
    return List.copyOf(byName.values());
  }

  private static List<Node> inRunningOrder(List<Node> inputs, List<Node> outputs) {
    if (outputs.isEmpty()) {
      throw new IllegalArgumentException("a graph needs an output");
    }
    List<Node> order = new ArrayList<>(inputs);
    Map<Node, Boolean> done = new IdentityHashMap<>();
    inputs.forEach(input -> done.put(input, true));
    for (Node output : outputs) {
      visit(output, done, order);
    }
    return List.copyOf(order);
  }

  // Adds what the output needs, each node behind its inputs. No recursion: a network may be longer
  // than the stack is deep.
  private static void visit(Node output, Map<Node, Boolean> done, List<Node> order) {
    Deque<Node> open = new ArrayDeque<>();
    Deque<Iterator<Node>> unseenInputs = new ArrayDeque<>();
    Node next = output;
    while (next != null || !open.isEmpty()) {
      if (next != null && done.putIfAbsent(next, true) == null) {
        if (next.op() instanceof Op.Input) {
          throw new IllegalArgumentException(next.name() + " is needed but not among the inputs");
        }
        open.push(next);
        unseenInputs.push(next.inputs().iterator());
      }
      next = null;
      if (!open.isEmpty() && unseenInputs.peek().hasNext()) {
        next = unseenInputs.peek().next();
      } else if (!open.isEmpty()) {
        order.add(open.pop());
        unseenInputs.pop();
      }
    }
  }

  /** Where pictures or feature maps come in, in the order in which a run takes them. */
  public List<Node> inputs() {
    return inputs;
  }

  /** What a run yields, in order. */
  public List<Node> outputs() {
    return outputs;
  }

  /** All nodes, each behind those it reads. */
  public List<Node> nodes() {
    return nodes;
  }

  /**
   * All arrays that the network needs, in running order, as a state dict has them; one that several
   * nodes share is there once.
   */
  public List<Parameter> parameters() {
    return parameters;
  }

  /** Trained numbers in all: what papers call the number of parameters. */
  public long parameterCount() {
    return parameters().stream().filter(Parameter::trained).mapToLong(Parameter::elements).sum();
  }

  /**
   * The same network for inputs of other sizes. Names and parameters stay; shapes are worked out
   * anew.
   *
   * @throws IllegalArgumentException if the network cannot take such an input, naming the node
   */
  public Graph at(Shape... shapes) {
    if (shapes.length != inputs.size()) {
      throw new IllegalArgumentException(
          "expected " + inputs.size() + " input shapes, found " + shapes.length);
    }
    return rewritten(
        (node, newInputs) ->
            node.with(
                node.op() instanceof Op.Input
                    ? new Op.Input(shapes[inputs.indexOf(node)])
                    : node.op(),
                newInputs));
  }

  /**
   * Another network, made node by node in running order.
   *
   * @param step gives the node that stands for an old one, from that one and the nodes that stand
   *     for its inputs; what no output needs any more falls away
   */
  public Graph rewritten(BiFunction<Node, List<Node>, Node> step) {
    Map<Node, Node> standIns = new IdentityHashMap<>();
    for (Node node : nodes) {
      standIns.put(node, step.apply(node, node.inputs().stream().map(standIns::get).toList()));
    }
    return new Graph(
        inputs.stream().map(standIns::get).toList(), outputs.stream().map(standIns::get).toList());
  }

  /** A line a node. */
  @Override
  public String toString() {
    return nodes.stream().map(Node::toString).collect(Collectors.joining("\n"));
  }
}
