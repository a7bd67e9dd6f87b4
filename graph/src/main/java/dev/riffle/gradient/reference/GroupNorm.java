package dev.riffle.gradient.reference;

import dev.riffle.graph.Op;
import dev.riffle.graph.Shape;
import java.util.List;

/**
 * {@code (x − mean) / sqrt(variance + epsilon) · weight + bias}, in both directions; mean and
 * variance are those of a picture's group of channels and depend on every x of it.
 */
final class GroupNorm implements Layer {
  private final Op.GroupNorm op;
  private final Shape shape;
  private final ParameterSlopes weight; // [channel]
  private final ParameterSlopes bias;
  private final double[] standard; // what the last forward pass made, before weight and bias
  private final double[] deviations; // [picture][group]

  GroupNorm(int count, Op.GroupNorm op, Shape shape, ParameterSlopes weight, ParameterSlopes bias) {
    this.op = op;
    this.shape = shape;
    this.weight = weight;
    this.bias = bias;
    this.standard = new double[Math.toIntExact(count * shape.elements())];
    this.deviations = new double[count * op.groups()];
  }

  private int channel(int place) {
    return place / shape.plane() % shape.channels();
  }

  @Override
  public void forward(List<double[]> in, double[] out) {
    double[] x = in.get(0);
    int n = standard.length / deviations.length; // numbers of a group, which lie together
    for (int group = 0; group < deviations.length; group++) {
      double sum = 0;
      for (int i = group * n; i < (group + 1) * n; i++) {
        sum += x[i];
      }
      double mean = sum / n;
      double squares = 0;
      for (int i = group * n; i < (group + 1) * n; i++) {
        squares += (x[i] - mean) * (x[i] - mean);
      }
      deviations[group] = Math.sqrt(squares / n + op.epsilon());
      for (int i = group * n; i < (group + 1) * n; i++) {
        standard[i] = (x[i] - mean) / deviations[group];
        out[i] = standard[i] * weight.values()[channel(i)] + bias.values()[channel(i)];
      }
    }
  }

  @Override
  public void backward(List<double[]> in, double[] out, double[] slopes, List<double[]> inSlopes) {
    for (int i = 0; i < slopes.length; i++) {
      weight.slopes()[channel(i)] += slopes[i] * standard[i];
      bias.slopes()[channel(i)] += slopes[i];
    }
    int n = standard.length / deviations.length;
    for (int group = 0; group < deviations.length; group++) {
      double sum = 0; // of slopes along standard
      double along = 0; // of these times standard
      for (int i = group * n; i < (group + 1) * n; i++) {
        double slope = slopes[i] * weight.values()[channel(i)];
        sum += slope;
        along += slope * standard[i];
      }
      for (int i = group * n; i < (group + 1) * n; i++) {
        double slope = slopes[i] * weight.values()[channel(i)];
        inSlopes.get(0)[i] += (slope - sum / n - standard[i] * along / n) / deviations[group];
      }
    }
  }
}
