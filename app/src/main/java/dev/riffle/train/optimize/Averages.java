package dev.riffle.train.optimize;

import dev.riffle.gradient.TrainingSession;
import dev.riffle.graph.Parameter;
import dev.riffle.graph.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A second set of a network's numbers that follows the first slowly, running statistics too, and
 * often does better: {@code average = d · average + (1 − d) · value}. At first it follows faster,
 * {@code d = decay · (1 − exp(−step / ramp))}, as NanoDet has it.
 */
public final class Averages {
  private final double decay;
  private final double ramp;
  private final Map<String, Tensor> averages = new LinkedHashMap<>();

  /**
   * Begins at the session's numbers.
   *
   * @param decay how much stays in the end
   * @param ramp steps in which it comes to 63 % of that; 0 for all steps alike
   */
  public Averages(TrainingSession session, double decay, double ramp) {
    this.decay = decay;
    this.ramp = ramp;
    for (Parameter parameter : session.graph().parameters()) {
      float[] now = session.values(parameter.name()).clone();
      averages.put(parameter.name(), new Tensor(now, parameter.dimensions()));
    }
  }

  /** Follows a step, counted from 1. */
  public void follow(TrainingSession session, long step) {
    double stays = ramp == 0 ? decay : decay * (1 - Math.exp(-step / ramp));
    float fresh = (float) (1 - stays);
    averages.forEach(
        (name, average) -> {
          float[] numbers = average.data();
          float[] values = session.values(name);
          for (int i = 0; i < numbers.length; i++) {
            numbers[i] += fresh * (values[i] - numbers[i]); // exactly nothing where they are equal
          }
        });
  }

  /** The numbers by the parameters' names, not a copy. */
  public Map<String, Tensor> tensors() {
    return averages;
  }

  /**
   * Takes over numbers by the parameters' names.
   *
   * @throws IllegalArgumentException if those of others are given, or none
   */
  public void restore(Map<String, Tensor> tensors) {
    if (!averages.keySet().equals(tensors.keySet())) {
      throw new IllegalArgumentException(
          "expected averages of " + averages.size() + " parameters, found " + tensors.size());
    }
    averages.forEach((name, own) -> Copy.into(own.data(), name, tensors.get(name)));
  }
}
