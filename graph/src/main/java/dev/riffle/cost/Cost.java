package dev.riffle.cost;

import dev.riffle.graph.Graph;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.graph.Parameter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * What a network costs for one picture of its input size, layer by layer.
 *
 * @param layers a row a node in running order, inputs left out
 */
public record Cost(List<LayerCost> layers) {

  public Cost {
    layers = List.copyOf(layers);
  }

  /**
   * Counts a network as it stands: before folding, BatchNorms are layers of their own. Parameters
   * that several layers share are counted at the first, and read by each.
   */
  public static Cost of(Graph graph) {
    Set<String> counted = new HashSet<>();
    return new Cost(
        graph.nodes().stream()
            .filter(node -> !(node.op() instanceof Op.Input))
            .map(node -> layer(node, counted))
            .toList());
  }

  public long parameters() {
    return total(LayerCost::parameters);
  }

  public long macs() {
    return total(LayerCost::macs);
  }

  public long memoryAccess() {
    return total(LayerCost::memoryAccess);
  }

  private long total(ToLongFunction<LayerCost> column) {
    return layers.stream().mapToLong(column).sum();
  }

  private static LayerCost layer(Node node, Set<String> counted) {
    long read = 0;
    long parameters = 0;
    for (Parameter parameter : node.parameters()) {
      if (parameter.trained()) {
        read += parameter.elements();
        parameters += counted.add(parameter.name()) ? parameter.elements() : 0;
      }
    }
    return new LayerCost(
        node.name(),
        node.op().getClass().getSimpleName(),
        node.shape(),
        parameters,
        macs(node),
        memoryAccess(node, read));
  }

  private static long macs(Node node) {
    if (node.op() instanceof Op.Conv2d conv) {
      return node.shape().elements() * conv.channelsPerGroup(node) * conv.kernel() * conv.kernel();
    }
    if (node.op() instanceof Op.Linear) {
      return node.input().shape().elements() * node.shape().channels();
    }
    if (node.op() instanceof Op.Attention) { // queries by keys, weights by values
      return 2 * node.shape().elements() * node.shape().plane();
    }
    return 0;
  }

  // A slice only points into what is there, and so does what only training takes notice of.
  private static long memoryAccess(Node node, long parameters) {
    if (node.op() instanceof Op.Slice || node.op() instanceof Op.Detach) {
      return 0;
    }
    long read = node.inputs().stream().mapToLong(input -> input.shape().elements()).sum();
    return read + node.shape().elements() + parameters;
  }
}
