package dev.riffle.cost;

import dev.riffle.graph.Graph;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.graph.Parameter;
import java.util.List;
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

  /** Counts a network as it stands: before folding, BatchNorms are layers of their own. */
  public static Cost of(Graph graph) {
    return new Cost(
        graph.nodes().stream()
            .filter(node -> !(node.op() instanceof Op.Input))
            .map(Cost::layer)
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

  private static LayerCost layer(Node node) {
    long parameters =
        node.parameters().stream().filter(Parameter::trained).mapToLong(Parameter::elements).sum();
    return new LayerCost(
        node.name(),
        node.op().getClass().getSimpleName(),
        node.shape(),
        parameters,
        macs(node),
        memoryAccess(node, parameters));
  }

  private static long macs(Node node) {
    if (node.op() instanceof Op.Conv2d conv) {
      return node.shape().elements() * conv.channelsPerGroup(node) * conv.kernel() * conv.kernel();
    }
    if (node.op() instanceof Op.Linear) {
      return node.input().shape().elements() * node.shape().channels();
    }
    return 0;
  }

  // A slice only points into what is there.
  private static long memoryAccess(Node node, long parameters) {
    if (node.op() instanceof Op.Slice) {
      return 0;
    }
    long read = node.inputs().stream().mapToLong(input -> input.shape().elements()).sum();
    return read + node.shape().elements() + parameters;
  }
}
