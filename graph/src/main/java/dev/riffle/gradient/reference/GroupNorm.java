package dev.riffle.gradient.reference;

import dev.riffle.graph.Shape;
import java.util.List;

/**
 * {@code (x − mean) / sqrt(variance + epsilon) · weight + bias}, the mean and variance those of a
 * picture's group of channels, in both directions.
 */
final class GroupNorm implements Layer {
  private final int count;
  private final Shape shape;
  private final int perGroup; // numbers of a picture's group, which lie together
  private final double epsilon;
  private final ParameterSlopes weight;
  private final ParameterSlopes bias;

  GroupNorm(
      int count,
      Shape shape,
      int groups,
      double epsilon,
      ParameterSlopes weight,
      ParameterSlopes bias) {
    this.count = count;
    this.shape = shape;
    this.perGroup = shape.channels() / groups * shape.plane();
    this.epsilon = epsilon;
    this.weight = weight;
    this.bias = bias;
  }

  private int channel(int at) {
    return at / shape.plane() % shape.channels();
  }

  // The numbers of a group with mean 0 and variance 1, and what they were divided by behind them.
  private double[] standard(double[] x, int from) {
    double[] standard = new double[perGroup + 1];
    double mean = 0;
    for (int i = 0; i < perGroup; i++) {
      mean += x[from + i] / perGroup;
    }
    double variance = 0;
    for (int i = 0; i < perGroup; i++) {
      variance += (x[from + i] - mean) * (x[from + i] - mean) / perGroup;
    }
    standard[perGroup] = Math.sqrt(variance + epsilon);
    for (int i = 0; i < perGroup; i++) {
      standard[i] = (x[from + i] - mean) / standard[perGroup];
    }
    return standard;
  }

  @Override
  public void forward(List<double[]> in, double[] out) {
    for (int from = 0; from < count * shape.elements(); from += perGroup) {
      double[] standard = standard(in.get(0), from);
      for (int i = 0; i < perGroup; i++) {
        int c = channel(from + i);
        out[from + i] = standard[i] * weight.values()[c] + bias.values()[c];
      }
    }
  }

  @Override
  public void backward(List<double[]> in, double[] out, double[] slopes, List<double[]> inSlopes) {
    for (int from = 0; from < count * shape.elements(); from += perGroup) {
      double[] standard = standard(in.get(0), from);
      double sum = 0;
      double along = 0;
      for (int i = 0; i < perGroup; i++) {
        int c = channel(from + i);
        double slope = slopes[from + i] * weight.values()[c];
        sum += slope;
        along += slope * standard[i];
        weight.slopes()[c] += slopes[from + i] * standard[i];
        bias.slopes()[c] += slopes[from + i];
      }
      for (int i = 0; i < perGroup; i++) {
        double slope = slopes[from + i] * weight.values()[channel(from + i)];
        inSlopes.get(0)[from + i] +=
            (slope - sum / perGroup - standard[i] * along / perGroup) / standard[perGroup];
      }
    }
  }
}
