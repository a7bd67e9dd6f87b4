package dev.riffle.train.optimize;

import dev.riffle.graph.Default;
import dev.riffle.graph.Graph;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.graph.Parameter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which parameters are treated otherwise than the rest.
 *
 * @param decayNorms whether weight decay draws at the weights and biases of normalisations
 * @param decayBiases whether it draws at all other biases
 * @param rates learning rates that are multiples of the others'; of several that name a parameter
 *     the last counts
 */
public record Groups(
    @Default("true") boolean decayNorms,
    @Default("true") boolean decayBiases,
    @Default("[]") List<Rate> rates) {

  /** All parameters treated alike. */
  public static final Groups NONE = new Groups(true, true, List.of());

  /**
   * A learning rate of some parameters.
   *
   * @param names of parameters; {@code *} stands for any run of characters
   * @param factor what their learning rate is a multiple by; 0 leaves them as they are
   */
  public record Rate(List<String> names, double factor) {
    public Rate {
      names = List.copyOf(names);
      Range.notNegative("factor", factor);
    }
  }

  public Groups {
    rates = List.copyOf(rates);
  }

  /** Says of each parameter whether weight decay draws at it. */
  Set<String> decayed(Graph graph) {
    Set<String> decayed = new HashSet<>();
    for (Node node : graph.nodes()) {
      boolean isNorm =
          node.op() instanceof Op.BatchNorm
              || node.op() instanceof Op.GroupNorm
              || node.op() instanceof Op.LayerNorm;
      for (Parameter parameter : node.parameters()) {
        boolean isBias = parameter.name().endsWith("bias");
        if (isNorm ? decayNorms : !isBias || decayBiases) {
          decayed.add(parameter.name());
        }
      }
    }
    return decayed;
  }

  /** What a parameter's learning rate is a multiple by. */
  double factor(String parameter) {
    double factor = 1;
    for (Rate rate : rates) {
      factor = NamePattern.anyMatches(rate.names(), parameter) ? rate.factor() : factor;
    }
    return factor;
  }

  /**
   * Refuses names that no parameter has.
   *
   * @throws IllegalArgumentException naming the pattern
   */
  void check(List<String> parameters) {
    for (int i = 0; i < rates.size(); i++) {
      NamePattern.checkUsed("groups.rates." + i + ".names", rates.get(i).names(), parameters);
    }
  }
}
