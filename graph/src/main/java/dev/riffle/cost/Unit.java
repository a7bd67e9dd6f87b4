package dev.riffle.cost;

import dev.riffle.graph.Graph;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A scope of names in which branches of a network meet: {@code stage2.0} with its {@code
 * stage2.0.concat}. A scope within another is a unit of its own; the whole network is none.
 *
 * @param scope ends in a dot
 * @param nodes all with names in that scope, in running order
 * @param layers the convolutions, fully connected layers and pools among them, but for those of
 *     units inside
 */
record Unit(String scope, List<Node> nodes, List<Node> layers) {

  static List<Unit> all(Graph graph) {
    List<String> scopes =
        graph.nodes().stream()
            .filter(node -> node.op() instanceof Op.Add || node.op() instanceof Op.Concat)
            .map(node -> node.name().substring(0, node.name().lastIndexOf('.') + 1))
            .filter(scope -> !scope.isEmpty())
            .distinct()
            .toList();
    Map<Node, String> owners = new HashMap<>();
    for (Node node : graph.nodes()) {
      owners.put(node, innermost(node, scopes));
    }
    return scopes.stream().map(scope -> of(graph, scope, owners)).toList();
  }

  private static String innermost(Node node, List<String> scopes) {
    String innermost = "";
    for (String scope : scopes) {
      if (node.name().startsWith(scope) && scope.length() > innermost.length()) {
        innermost = scope;
      }
    }
    return innermost;
  }

  private static Unit of(Graph graph, String scope, Map<Node, String> owners) {
    List<Node> nodes =
        graph.nodes().stream().filter(node -> node.name().startsWith(scope)).toList();
    List<Node> layers =
        nodes.stream()
            .filter(node -> owners.get(node).equals(scope) && isLayer(node.op()))
            .toList();
    return new Unit(scope, nodes, layers);
  }

  private static boolean isLayer(Op op) {
    return op instanceof Op.Conv2d
        || op instanceof Op.Linear
        || op instanceof Op.MaxPool
        || op instanceof Op.AvgPool
        || op instanceof Op.MeanPool;
  }

  /** How it is fragmented; nothing if its layers stand in a row. */
  Optional<Breach> breach(Map<String, LayerCost> costs) {
    List<Integer> steps = steps();
    Map<Integer, Long> abreast =
        steps.stream().collect(Collectors.groupingBy(step -> step, Collectors.counting()));
    long widest = abreast.values().stream().mapToLong(Long::longValue).max().orElse(0);
    if (widest < 2) {
      return Optional.empty();
    }
    int longest = abreast.keySet().stream().mapToInt(Integer::intValue).max().orElseThrow();
    String what =
        String.format(
            Locale.ROOT, "%d layers, %d abreast, %d in a row", layers.size(), widest, longest);
    long memory = layers.stream().mapToLong(node -> costs.get(node.name()).memoryAccess()).sum();
    String place = scope.substring(0, scope.length() - 1);
    return Optional.of(new Breach(Guideline.G3, place, what, layers, memory, readAgain()));
  }

  /** Of each layer, how many layers of the unit lead to it, itself included. */
  private List<Integer> steps() {
    Map<Node, Integer> lengths = new HashMap<>(); // of the longest way to a node
    List<Integer> steps = new ArrayList<>();
    for (Node node : nodes) {
      int before =
          node.inputs().stream().map(lengths::get).filter(Objects::nonNull).reduce(0, Math::max);
      boolean counts = layers.contains(node);
      lengths.put(node, counts ? before + 1 : before);
      if (counts) {
        steps.add(before + 1);
      }
    }
    return steps;
  }

  private long readAgain() {
    List<Node> read = layers.stream().map(Node::input).toList();
    long all = read.stream().mapToLong(map -> map.shape().elements()).sum();
    return all - read.stream().distinct().mapToLong(map -> map.shape().elements()).sum();
  }
}
