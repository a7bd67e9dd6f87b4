package dev.riffle.train.optimize;

import dev.riffle.gradient.TrainingSession;
import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.graph.Parameter;
import dev.riffle.graph.Scope;
import dev.riffle.graph.Shape;
import dev.riffle.graph.Tensor;
import dev.riffle.graph.Weights;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A small network whose gradients a test writes down; it computes nothing. */
final class GivenGradients implements TrainingSession {
  private final Graph graph;
  private final Map<String, float[]> values = new LinkedHashMap<>();
  private final Map<String, float[]> gradients = new LinkedHashMap<>();

  /**
   * {@code conv.weight} (1 number), {@code norm.*} (1 each), {@code fc.weight}, {@code fc.bias}.
   */
  GivenGradients() {
    Scope root = Scope.root();
    Node x = root.input("x", new Shape(1, 2, 2));
    Node conv = root.node("conv", Op.Conv2d.pointwise(1), x);
    Node norm = root.node("norm", Op.BatchNorm.DEFAULT, conv);
    Node pooled = root.node("pooled", new Op.MeanPool(), norm);
    graph = new Graph(List.of(x), List.of(root.node("fc", new Op.Linear(2, true), pooled)));
    for (Parameter parameter : graph.parameters()) {
      values.put(parameter.name(), new float[parameter.elements()]);
      gradients.put(parameter.name(), new float[parameter.elements()]);
    }
  }

  /** Writes down a parameter and its gradient, the same number everywhere. */
  GivenGradients with(String parameter, double value, double gradient) {
    Arrays.fill(values.get(parameter), (float) value);
    Arrays.fill(gradients.get(parameter), (float) gradient);
    return this;
  }

  @Override
  public Graph graph() {
    return graph;
  }

  @Override
  public int batchSize() {
    return 1;
  }

  @Override
  public List<Parameter> learning() {
    return graph.parameters().stream().filter(Parameter::trained).toList();
  }

  @Override
  public float[] values(String parameter) {
    return values.get(parameter);
  }

  @Override
  public float[] gradient(String parameter) {
    return gradients.get(parameter);
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void backward(List<Tensor> slopes) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Model model() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Parameter parameter : graph.parameters()) {
      tensors.put(
          parameter.name(),
          new Tensor(values.get(parameter.name()).clone(), parameter.dimensions()));
    }
    return new Model(graph, new Weights(tensors));
  }

  @Override
  public void close() {}
}
