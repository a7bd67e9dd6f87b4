package dev.riffle.train.optimize;

import dev.riffle.gradient.TrainingSession;
import dev.riffle.graph.Parameter;
import java.util.LinkedHashMap;
import java.util.Map;

/** The gradients of one step: of one batch, or the mean over several that it gathers. */
public final class Gradients {
  private final int batches;
  private final Map<String, float[]> sums = new LinkedHashMap<>();
  private int added;

  /** Of steps that see so many batches each. */
  public Gradients(int batches) {
    this.batches = batches;
  }

  /** Takes what the session's last backward pass found; a step's first batch begins anew. */
  public void add(TrainingSession session) {
    added = added % batches + 1;
    for (Parameter parameter : session.learning()) {
      float[] found = session.gradient(parameter.name());
      if (batches == 1) {
        sums.put(parameter.name(), found); // to be used before the next pass overwrites it
        continue;
      }
      float[] sum = sums.computeIfAbsent(parameter.name(), name -> new float[found.length]);
      for (int i = 0; i < sum.length; i++) {
        sum[i] = (added == 1 ? 0 : sum[i]) + found[i];
      }
    }
    if (added == batches && batches > 1) {
      scale(1.0 / batches);
    }
  }

  /** The length of all gradients together, taken as one vector. */
  public double norm() {
    double sum = 0;
    for (float[] gradient : sums.values()) {
      double part = 0;
      for (float slope : gradient) {
        part += (double) slope * slope;
      }
      sum += part;
    }
    return Math.sqrt(sum);
  }

  /**
   * Makes the gradients shorter where they are longer than they may be, all by one factor.
   *
   * @param norm how long they are
   */
  public void clip(double norm, double longest) {
    if (norm > longest) {
      scale(longest / norm);
    }
  }

  private void scale(double factor) {
    float by = (float) factor;
    for (float[] gradient : sums.values()) {
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] *= by;
      }
    }
  }

  float[] of(String parameter) {
    return sums.get(parameter);
  }
}
