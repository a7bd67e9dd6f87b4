package dev.riffle.gradient;

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

/** The numbers that a session computes with, and the slopes of those that learn. */
public final class Parameters {
  private final Graph graph;
  private final List<Parameter> learning;
  private final Map<String, float[]> values = new HashMap<>();
  private final Map<String, float[]> gradients = new HashMap<>();

  /** Copies of a model's numbers, slopes of zero for those that are not frozen. */
  public Parameters(Model model, Predicate<String> frozen) {
    graph = model.graph();
    learning = Learning.parameters(graph, frozen);
    for (Parameter parameter : graph.parameters()) {
      values.put(parameter.name(), model.weights().get(parameter.name()).data().clone());
    }
    for (Parameter parameter : learning) {
      gradients.put(parameter.name(), new float[parameter.elements()]);
    }
  }

  /** Those that learn, in the graph's order. */
  public List<Parameter> learning() {
    return learning;
  }

  /** Whether one of that name does. */
  public boolean learns(String name) {
    return gradients.containsKey(name);
  }

  /** As {@link TrainingSession#values}. */
  public float[] values(String name) {
    return among(values, name, "parameter or running statistic");
  }

  /** As {@link TrainingSession#gradient}. */
  public float[] gradient(String name) {
    return among(gradients, name, "parameter that learns");
  }

  private static float[] among(Map<String, float[]> arrays, String name, String what) {
    float[] found = arrays.get(name);
    if (found == null) {
      throw new IllegalArgumentException("no " + what + " is named " + name);
    }
    return found;
  }

  /** A copy of the network with the numbers that it has now. */
  public Model model() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Parameter parameter : graph.parameters()) {
      float[] copy = values.get(parameter.name()).clone();
      tensors.put(parameter.name(), new Tensor(copy, parameter.dimensions()));
    }
    return new Model(graph, new Weights(tensors));
  }
}
