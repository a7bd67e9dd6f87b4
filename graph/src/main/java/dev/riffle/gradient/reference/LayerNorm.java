package dev.riffle.gradient.reference;

import dev.riffle.graph.Shape;
import java.util.List;

/**
 * {@code (x − mean) / sqrt(variance + epsilon) · weight + bias}, the mean and variance those of a
 * place's channels, in both directions.
 */
final class LayerNorm implements Layer {
  private final int count;
  private final Shape shape;
  private final double epsilon;
  private final ParameterSlopes weight;
  private final ParameterSlopes bias;

  LayerNorm(int count, Shape shape, double epsilon, ParameterSlopes weight, ParameterSlopes bias) {
    this.count = count;
    this.shape = shape;
    this.epsilon = epsilon;
    this.weight = weight;
    this.bias = bias;
  }

  // Where a place's first channel lies; the next lies a plane behind it.
  private int first(int place) {
    return place / shape.plane() * shape.channels() * shape.plane() + place % shape.plane();
  }

  // A place's channels with mean 0 and variance 1, and what they were divided by behind them.
  private double[] standard(double[] x, int first) {
    int channels = shape.channels();
    double[] standard = new double[channels + 1];
    double mean = 0;
    for (int c = 0; c < channels; c++) {
      mean += x[first + c * shape.plane()] / channels;
    }
    double variance = 0;
    for (int c = 0; c < channels; c++) {
      standard[c] = x[first + c * shape.plane()] - mean;
      variance += standard[c] * standard[c] / channels;
    }
    standard[channels] = Math.sqrt(variance + epsilon);
    for (int c = 0; c < channels; c++) {
      standard[c] /= standard[channels];
    }
    return standard;
  }

  @Override
  public void forward(List<double[]> in, double[] out) {
    for (int place = 0; place < count * shape.plane(); place++) {
      double[] standard = standard(in.get(0), first(place));
      for (int c = 0; c < shape.channels(); c++) {
        out[first(place) + c * shape.plane()] = standard[c] * weight.values()[c] + bias.values()[c];
      }
    }
  }

  @Override
  public void backward(List<double[]> in, double[] out, double[] slopes, List<double[]> inSlopes) {
    int channels = shape.channels();
    for (int place = 0; place < count * shape.plane(); place++) {
      int first = first(place);
      double[] standard = standard(in.get(0), first);
      double sum = 0;
      double along = 0;
      for (int c = 0; c < channels; c++) {
        double slope = slopes[first + c * shape.plane()];
        weight.slopes()[c] += slope * standard[c];
        bias.slopes()[c] += slope;
        sum += slope * weight.values()[c];
        along += slope * weight.values()[c] * standard[c];
      }
      for (int c = 0; c < channels; c++) {
        double slope = slopes[first + c * shape.plane()] * weight.values()[c];
        inSlopes.get(0)[first + c * shape.plane()] +=
            (slope - sum / channels - standard[c] * along / channels) / standard[channels];
      }
    }
  }
}
