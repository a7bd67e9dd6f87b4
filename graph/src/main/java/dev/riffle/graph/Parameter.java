package dev.riffle.graph;

import java.util.List;

/**
 * A named array that a node needs.
 *
 * @param name the PyTorch state-dict key, {@code backbone.conv1.0.weight}
 * @param shape lengths of the axes, as PyTorch has them
 * @param trained whether training changes it; running statistics are kept but not trained, and are
 *     not counted as parameters
 */
public record Parameter(String name, List<Integer> shape, boolean trained) {

  public Parameter {
    shape = List.copyOf(shape);
  }

  static Parameter trained(String name, Integer... shape) {
    return new Parameter(name, List.of(shape), true);
  }

  static Parameter statistic(String name, Integer... shape) {
    return new Parameter(name, List.of(shape), false);
  }

  /** The same array, seen from the graph: its name led by what the node's parameters begin with. */
  Parameter within(String prefix) {
    return new Parameter(prefix + name, shape, trained);
  }

  /** Numbers in the array. */
  public int elements() {
    return shape.stream().reduce(1, Math::multiplyExact);
  }

  /** The lengths of the axes as an array. */
  public int[] dimensions() {
    return shape.stream().mapToInt(Integer::intValue).toArray();
  }
}
