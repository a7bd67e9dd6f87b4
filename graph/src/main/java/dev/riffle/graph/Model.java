package dev.riffle.graph;

import java.util.HashSet;
import java.util.Set;

/**
 * A network with its numbers. That the two fit is proved once, here.
 *
 * @param graph the network
 * @param weights exactly its parameters, each in its shape
 */
public record Model(Graph graph, Weights weights) {

  /**
   * Proves the fit.
   *
   * @throws IllegalArgumentException naming the first array that is missing, left over or of
   *     another shape
   */
  public Model {
    Set<String> left = new HashSet<>(weights.names());
    for (Parameter parameter : graph.parameters()) {
      Tensor tensor = weights.get(parameter.name());
      if (!tensor.hasShape(parameter.dimensions())) {
        throw new IllegalArgumentException(
            parameter.name() + ": expected " + parameter.shape() + ", found " + tensor);
      }
      left.remove(parameter.name());
    }
    if (!left.isEmpty()) {
      throw new IllegalArgumentException(
          "the network has no place for " + left.stream().sorted().findFirst().orElseThrow());
    }
  }

  /** The same numbers in the same network for inputs of other sizes. */
  public Model at(Shape... inputs) {
    return new Model(graph.at(inputs), weights);
  }
}
