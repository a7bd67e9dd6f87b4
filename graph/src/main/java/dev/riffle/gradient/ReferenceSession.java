package dev.riffle.gradient;

import dev.riffle.gradient.reference.Layer;
import dev.riffle.gradient.reference.Layers;
import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Node;
import dev.riffle.graph.Parameter;
import dev.riffle.graph.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A network that learns node by node: forward in running order, backward in the opposite one. A
 * map's slopes are the sum over all that read it, a parameter's the sum over all nodes that have
 * it.
 */
final class ReferenceSession implements TrainingSession {
  private final Graph graph;
  private final int batchSize;
  private final Parameters parameters;
  private final Map<String, double[]> slopes = new HashMap<>(); // of every parameter
  private final Map<Node, Layer> layers = new IdentityHashMap<>();
  private final Map<Node, double[]> maps = new IdentityHashMap<>(); // [picture][channel][y][x]
  private List<Tensor> outputs = List.of(); // none before the first pass

  ReferenceSession(Model model, int batchSize, Predicate<String> frozen) {
    this.graph = model.graph();
    this.batchSize = batchSize;
    this.parameters = new Parameters(model, frozen);
    for (Parameter parameter : graph.parameters()) {
      slopes.put(parameter.name(), new double[parameter.elements()]);
    }
    Layers kinds =
        new Layers(
            batchSize,
            parameters::values,
            slopes::get,
            norm -> Learning.takesBatchStatistics(norm, frozen),
            MOMENTUM);
    for (Node node : graph.nodes()) {
      if (!graph.inputs().contains(node)) {
        layers.put(node, node.accept(kinds));
      }
    }
  }

  @Override
  public Graph graph() {
    return graph;
  }

  @Override
  public int batchSize() {
    return batchSize;
  }

  @Override
  public List<Parameter> learning() {
    return parameters.learning();
  }

  @Override
  public float[] values(String parameter) {
    return parameters.values(parameter);
  }

  @Override
  public float[] gradient(String parameter) {
    return parameters.gradient(parameter);
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs) {
    outputs = exactly(inputs).stream().map(Exact::rounded).toList();
    return outputs;
  }

  /** An output before it is rounded. */
  record Exact(int count, Node node, double[] map) {
    private Tensor rounded() {
      Tensor tensor = Tensor.zeros(count, node.shape());
      for (int i = 0; i < map.length; i++) {
        tensor.data()[i] = (float) map[i];
      }
      return tensor;
    }
  }

  /** As {@link #forward}, and in doubles. */
  List<Exact> exactly(List<Tensor> inputs) {
    Learning.checkInputs(graph, batchSize, inputs);
    maps.clear();
    for (Node node : graph.nodes()) {
      if (!layers.containsKey(node)) {
        maps.put(node, doubles(inputs.get(graph.inputs().indexOf(node))));
      } else {
        double[] out = zeros(node);
        layers.get(node).forward(node.inputs().stream().map(maps::get).toList(), out);
        maps.put(node, out);
      }
    }
    return graph.outputs().stream()
        .map(node -> new Exact(batchSize, node, maps.get(node)))
        .toList();
  }

  @Override
  public void backward(List<Tensor> outputSlopes) {
    if (outputs.isEmpty()) {
      throw new IllegalStateException("backward: expected a forward pass before it");
    }
    Learning.checkSlopes(graph, outputs, outputSlopes);
    slopes.values().forEach(array -> Arrays.fill(array, 0));
    Map<Node, double[]> at = new IdentityHashMap<>(); // slopes of the loss along each map
    graph.nodes().forEach(node -> at.put(node, zeros(node)));
    for (int i = 0; i < outputSlopes.size(); i++) {
      add(doubles(outputSlopes.get(i)), at.get(graph.outputs().get(i)));
    }
    List<Node> opposite = new ArrayList<>(layers.size());
    graph.nodes().stream().filter(layers::containsKey).forEach(node -> opposite.add(0, node));
    for (Node node : opposite) {
      layers
          .get(node)
          .backward(
              node.inputs().stream().map(maps::get).toList(),
              maps.get(node),
              at.get(node),
              node.inputs().stream().map(at::get).toList());
    }
    for (Parameter parameter : learning()) {
      round(slopes.get(parameter.name()), gradient(parameter.name()));
    }
  }

  private double[] zeros(Node node) {
    return new double[Math.toIntExact(batchSize * node.shape().elements())];
  }

  private static double[] doubles(Tensor tensor) {
    double[] copy = new double[tensor.data().length];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = tensor.data()[i];
    }
    return copy;
  }

  private static void add(double[] from, double[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] += from[i];
    }
  }

  private static void round(double[] from, float[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] = (float) from[i];
    }
  }

  @Override
  public Model model() {
    return parameters.model();
  }

  @Override
  public void close() {}
}
