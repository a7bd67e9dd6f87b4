package dev.riffle.gradient.planar;

import dev.riffle.gradient.Learning;
import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Parameter;
import dev.riffle.graph.Tensor;
import dev.riffle.graph.Weights;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The numbers that a session learns, and their slopes. */
final class Parameters {
  private final List<Parameter> learning;
  private final Map<String, float[]> values = new HashMap<>();
  private final Map<String, float[]> gradients = new HashMap<>();

  Parameters(Model model, Predicate<String> frozen) {
    Graph graph = model.graph();
    learning = Learning.parameters(graph, frozen);
    for (Parameter parameter : graph.parameters()) {
      values.put(parameter.name(), model.weights().get(parameter.name()).data().clone());
    }
    for (Parameter parameter : learning) {
      gradients.put(parameter.name(), new float[parameter.elements()]);
    }
  }

  List<Parameter> learning() {
    return learning;
  }

  float[] values(String name) {
    float[] numbers = values.get(name);
    if (numbers == null) {
      throw new IllegalArgumentException("the network has no parameter " + name);
    }
    return numbers;
  }

  float[] gradient(String name) {
    float[] numbers = gradients.get(name);
    if (numbers == null) {
      throw new IllegalArgumentException("no parameter that learns is named " + name);
    }
    return numbers;
  }

  boolean learns(String name) {
    return gradients.containsKey(name);
  }

  /** A copy of all. */
  Weights weights(Graph graph) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Parameter parameter : graph.parameters()) {
      float[] numbers = values.get(parameter.name()).clone();
      tensors.put(parameter.name(), new Tensor(numbers, parameter.dimensions()));
    }
    return new Weights(tensors);
  }
}
