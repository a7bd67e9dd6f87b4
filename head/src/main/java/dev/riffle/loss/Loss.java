package dev.riffle.loss;

import dev.riffle.graph.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How wrong a network's outputs are for a batch, and how to make them less so.
 *
 * @param terms what it consists of, weighted, by name ({@code qfl}, {@code box}, {@code dfl});
 *     their sum is the loss
 * @param slopes of the loss along each number of each output, shaped like the outputs
 */
public record Loss(Map<String, Double> terms, List<Tensor> slopes) {

  public Loss {
    terms = Collections.unmodifiableMap(new LinkedHashMap<>(terms));
    slopes = List.copyOf(slopes);
  }

  /** All terms together. */
  public double total() {
    return terms.values().stream().mapToDouble(Double::doubleValue).sum();
  }
}
