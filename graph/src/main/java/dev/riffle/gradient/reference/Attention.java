package dev.riffle.gradient.reference;

import dev.riffle.graph.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * Attention of all places to all places, in both directions. With the weights w of a place, d its
 * slopes and s the scale of the logits:
 *
 * <pre>
 * dvalue[j] = w[j] · d     dw[j] = d · value[j]     dlogit[j] = w[j] · (dw[j] − Σ w · dw)
 * dquery = s · Σ dlogit[j] · key[j]     dkey[j] = s · dlogit[j] · query
 * </pre>
 */
final class Attention implements Layer {
  private final int count;
  private final int channels; // of queries, as of keys and values
  private final int plane;
  private final int size; // channels of a head
  private final double scale;

  Attention(int count, Shape shape, int size) {
    this.count = count;
    this.channels = shape.channels();
    this.plane = shape.plane();
    this.size = size;
    this.scale = 1 / Math.sqrt(size);
  }

  // Where a channel of a picture begins among queries (0), keys (1) or values (2).
  private int in(int picture, int part, int channel) {
    return ((picture * 3 + part) * channels + channel) * plane;
  }

  private int out(int picture, int channel) {
    return (picture * channels + channel) * plane;
  }

  // How much of each place a place takes.
  private double[] weights(double[] x, int picture, int head, int place) {
    double[] weights = new double[plane];
    for (int i = head; i < head + size; i++) {
      double query = x[in(picture, 0, i) + place] * scale;
      for (int j = 0; j < plane; j++) {
        weights[j] += query * x[in(picture, 1, i) + j];
      }
    }
    double highest = Arrays.stream(weights).max().orElseThrow();
    double sum = 0;
    for (int j = 0; j < plane; j++) {
      weights[j] = Math.exp(weights[j] - highest);
      sum += weights[j];
    }
    for (int j = 0; j < plane; j++) {
      weights[j] /= sum;
    }
    return weights;
  }

  @Override
  public void forward(List<double[]> inputs, double[] out) {
    double[] x = inputs.get(0);
    for (int picture = 0; picture < count; picture++) {
      for (int head = 0; head < channels; head += size) {
        for (int place = 0; place < plane; place++) {
          double[] weights = weights(x, picture, head, place);
          for (int i = head; i < head + size; i++) {
            double sum = 0;
            for (int j = 0; j < plane; j++) {
              sum += weights[j] * x[in(picture, 2, i) + j];
            }
            out[out(picture, i) + place] = sum;
          }
        }
      }
    }
  }

  @Override
  public void backward(
      List<double[]> inputs, double[] out, double[] slopes, List<double[]> inSlopes) {
    for (int picture = 0; picture < count; picture++) {
      for (int head = 0; head < channels; head += size) {
        for (int place = 0; place < plane; place++) {
          backward(inputs.get(0), slopes, inSlopes.get(0), picture, head, place);
        }
      }
    }
  }

  private void backward(
      double[] x, double[] slopes, double[] inSlopes, int picture, int head, int place) {
    double[] weights = weights(x, picture, head, place);
    double[] along = new double[plane]; // each weight, then each logit
    for (int i = head; i < head + size; i++) {
      double slope = slopes[out(picture, i) + place];
      int values = in(picture, 2, i);
      for (int j = 0; j < plane; j++) {
        inSlopes[values + j] += weights[j] * slope;
        along[j] += slope * x[values + j];
      }
    }
    double mean = 0;
    for (int j = 0; j < plane; j++) {
      mean += weights[j] * along[j];
    }
    for (int j = 0; j < plane; j++) {
      along[j] = weights[j] * (along[j] - mean) * scale;
    }
    for (int i = head; i < head + size; i++) {
      int query = in(picture, 0, i) + place;
      int keys = in(picture, 1, i);
      for (int j = 0; j < plane; j++) {
        inSlopes[query] += along[j] * x[keys + j];
        inSlopes[keys + j] += along[j] * x[query];
      }
    }
  }
}
