package dev.riffle.graph;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** The numbers of a network by name. Immutable, and shared by everything that runs it. */
public final class Weights {
  private final Map<String, Tensor> tensors;

  /** Keeps the map's order; the tensors are not copied. */
  public Weights(Map<String, Tensor> tensors) {
    this.tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
  }

  /**
   * Numbers that keep the size of what flows through a network about the same from layer to layer
   * (He's rule), with lively BatchNorms: for tests and timings. The same seed, the same numbers.
   */
  public static Weights random(Graph graph, long seed) {
    Random random = new Random(seed);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Parameter parameter : graph.parameters()) {
      float[] data = new float[parameter.elements()];
      List<Integer> shape = parameter.shape();
      int fanIn = shape.isEmpty() ? 1 : parameter.elements() / shape.get(0);
      for (int i = 0; i < data.length; i++) {
        data[i] =
            shape.size() > 1
                ? (float) (random.nextGaussian() * Math.sqrt(2.0 / fanIn))
                : switch (parameter.name().substring(parameter.name().lastIndexOf('.') + 1)) {
                  case "weight", "running_var", "scale" -> 0.5f + random.nextFloat();
                  default -> 0.2f * (float) random.nextGaussian();
                };
      }
      tensors.put(parameter.name(), new Tensor(data, parameter.dimensions()));
    }
    return new Weights(tensors);
  }

  /**
   * The tensor of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Tensor get(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("no weight is named " + name);
    }
    return tensor;
  }

  /** All names, in order. */
  public Set<String> names() {
    return tensors.keySet();
  }

  /** All tensors by name, in order; cannot be changed. */
  public Map<String, Tensor> tensors() {
    return tensors;
  }
}
