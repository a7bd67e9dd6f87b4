package dev.riffle.train.schedule;

import dev.riffle.graph.Default;
import java.util.List;
import java.util.Optional;

/**
 * Where training starts from. What no weights are given for starts from the seed.
 *
 * @param weights a file of weights, or the name of a model whose published ones are to be taken
 * @param newClasses whether the layer that tells classes apart may start anew, for weights that
 *     know others
 * @param frozen parameters that stay as they are; {@code *} stands for any run of characters
 */
public record Start(
    Optional<String> weights,
    @Default("false") boolean newClasses,
    @Default("[]") List<String> frozen) {

  public Start {
    frozen = List.copyOf(frozen);
    if (newClasses && weights.isEmpty()) {
      throw new IllegalArgumentException("newClasses: expected weights with it, found none");
    }
  }
}
