package dev.riffle.run;

import dev.riffle.graph.Graph;
import dev.riffle.graph.Node;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Going through a graph node by node, keeping each value only as long as it is still needed. */
public final class Walk {
  private Walk() {}

  /** What makes a node's value out of its inputs' values. */
  @FunctionalInterface
  public interface Step<V> {
    V apply(Node node, List<V> inputs);
  }

  /**
   * The values of the graph's outputs.
   *
   * @param inputs a value for each of the graph's inputs, in order
   * @param step called once for every other node, in running order
   * @param release told of every value, inputs' too, that is no output, after its last use
   * @return a value for each output, in order; nodes that are listed twice give the same value
   *     twice
   */
  public static <V> List<V> outputs(
      Graph graph, List<V> inputs, Step<V> step, Consumer<V> release) {
    Map<Node, Integer> uses = uses(graph);
    Map<Node, V> values = new IdentityHashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      Node input = graph.inputs().get(i);
      values.put(input, inputs.get(i));
      if (!uses.containsKey(input)) {
        release.accept(values.remove(input));
      }
    }
    for (Node node : graph.nodes().subList(inputs.size(), graph.nodes().size())) {
      values.put(node, step.apply(node, node.inputs().stream().map(values::get).toList()));
      for (Node input : node.inputs()) {
        if (uses.merge(input, -1, Integer::sum) == 0) {
          release.accept(values.remove(input));
        }
      }
    }
    return graph.outputs().stream().map(values::get).toList();
  }

  // How often each node's value is needed; being an output is one need.
  private static Map<Node, Integer> uses(Graph graph) {
    Map<Node, Integer> uses = new IdentityHashMap<>();
    for (Node node : graph.nodes().subList(graph.inputs().size(), graph.nodes().size())) {
      node.inputs().forEach(input -> uses.merge(input, 1, Integer::sum));
    }
    graph.outputs().forEach(output -> uses.merge(output, 1, Integer::sum));
    return uses;
  }
}
