package dev.riffle.gradient.reference;

import dev.riffle.graph.Shape;
import java.util.List;

/**
 * {@code (x − mean) / sqrt(variance + epsilon) · weight + bias}, in both directions. Where it
 * learns, mean and variance are the batch's and depend on every x; else they are given.
 */
final class BatchNorm implements Layer {
  private final int count;
  private final Shape shape;
  private final double epsilon;
  private final boolean batchStatistics;
  private final double momentum;
  private final ParameterSlopes weight;
  private final ParameterSlopes bias;
  private final float[] runningMean;
  private final float[] runningVariance;
  private final double[] means; // those of the last forward pass, a channel each
  private final double[] deviations;

  BatchNorm(
      int count,
      Shape shape,
      double epsilon,
      boolean batchStatistics,
      double momentum,
      ParameterSlopes weight,
      ParameterSlopes bias,
      float[] runningMean,
      float[] runningVariance) {
    this.count = count;
    this.shape = shape;
    this.epsilon = epsilon;
    this.batchStatistics = batchStatistics;
    this.momentum = momentum;
    this.weight = weight;
    this.bias = bias;
    this.runningMean = runningMean;
    this.runningVariance = runningVariance;
    this.means = new double[shape.channels()];
    this.deviations = new double[shape.channels()];
  }

  // Where number i of a channel lies, of all its numbers in the batch.
  private int place(int channel, int i) {
    int picture = i / shape.plane();
    return (picture * shape.channels() + channel) * shape.plane() + i % shape.plane();
  }

  @Override
  public void forward(List<double[]> in, double[] out) {
    double[] x = in.get(0);
    int n = count * shape.plane();
    for (int c = 0; c < shape.channels(); c++) {
      double mean = runningMean[c];
      double variance = runningVariance[c];
      if (batchStatistics) {
        mean = mean(x, c, n);
        variance = variance(x, c, n, mean);
        runningMean[c] = moved(runningMean[c], mean);
        runningVariance[c] = moved(runningVariance[c], variance * n / (n - 1.0)); // unbiased
      }
      means[c] = mean;
      deviations[c] = Math.sqrt(variance + epsilon);
      for (int i = 0; i < n; i++) {
        int at = place(c, i);
        out[at] = (x[at] - mean) / deviations[c] * weight.values()[c] + bias.values()[c];
      }
    }
  }

  private double mean(double[] x, int channel, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += x[place(channel, i)];
    }
    return sum / n;
  }

  private double variance(double[] x, int channel, int n, double mean) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double distance = x[place(channel, i)] - mean;
      sum += distance * distance;
    }
    return sum / n;
  }

  private float moved(double running, double now) {
    return (float) (running + momentum * (now - running));
  }

  // With standard = (x − mean) / deviation: the mean and the variance of a batch follow each x,
  // which takes the slopes' own mean, and their share along standard, off again.
  @Override
  public void backward(List<double[]> in, double[] out, double[] slopes, List<double[]> inSlopes) {
    double[] x = in.get(0);
    int n = count * shape.plane();
    for (int c = 0; c < shape.channels(); c++) {
      double sum = 0;
      double along = 0; // sum of slope · standard
      for (int i = 0; i < n; i++) {
        int at = place(c, i);
        sum += slopes[at];
        along += slopes[at] * (x[at] - means[c]) / deviations[c];
      }
      bias.slopes()[c] += sum;
      weight.slopes()[c] += along;
      for (int i = 0; i < n; i++) {
        int at = place(c, i);
        double standard = (x[at] - means[c]) / deviations[c];
        double slope = batchStatistics ? slopes[at] - sum / n - standard * along / n : slopes[at];
        inSlopes.get(0)[at] += slope * weight.values()[c] / deviations[c];
      }
    }
  }
}
