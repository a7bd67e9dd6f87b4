package dev.riffle.run.reference;

import dev.riffle.graph.Activation;
import dev.riffle.run.Interpolation;

/** Arithmetic on planes, number by number: loops that HotSpot vectorises by itself. */
final class Arithmetic {
  private Arithmetic() {}

  /** {@code (x − mean) · factor + bias}. */
  static float[] normalised(float[] in, float mean, float factor, float bias) {
    float[] out = new float[in.length];
    for (int x = 0; x < out.length; x++) {
      out[x] = (in[x] - mean) * factor + bias;
    }
    return out;
  }

  /** A function of each number. */
  static float[] activated(float[] in, Activation function) {
    float[] out = new float[in.length];
    for (int x = 0; x < out.length; x++) {
      out[x] = function.apply(in[x]);
    }
    return out;
  }

  /** Raises each number to the one seen, where that is higher. */
  static void raise(float[] highest, float[] seen) {
    for (int x = 0; x < highest.length; x++) {
      highest[x] = Math.max(highest[x], seen[x]);
    }
  }

  /** Adds a share of each number seen. */
  static void addShare(float[] mean, float[] seen, float share) {
    for (int x = 0; x < mean.length; x++) {
      mean[x] += seen[x] * share;
    }
  }

  /** {@code a + b}. */
  static float[] sum(float[] a, float[] b) {
    float[] out = new float[a.length];
    for (int x = 0; x < out.length; x++) {
      out[x] = a[x] + b[x];
    }
    return out;
  }

  /** Each number times one. */
  static float[] product(float[] in, float factor) {
    float[] out = new float[in.length];
    for (int x = 0; x < out.length; x++) {
      out[x] = in[x] * factor;
    }
    return out;
  }

  /** {@code a · b}. */
  static float[] product(float[] a, float[] b) {
    float[] out = new float[a.length];
    for (int x = 0; x < out.length; x++) {
      out[x] = a[x] * b[x];
    }
    return out;
  }

  /** A plane of that width at other rows and columns. */
  static float[] resized(float[] in, int width, Interpolation rows, Interpolation columns) {
    int height = rows.share().length;
    int outWidth = columns.share().length;
    float[] out = new float[height * outWidth];
    for (int y = 0; y < height; y++) {
      int above = rows.lower()[y] * width;
      int below = rows.upper()[y] * width;
      for (int x = 0; x < outWidth; x++) {
        int left = columns.lower()[x];
        int right = columns.upper()[x];
        float share = columns.share()[x];
        float top = (1 - share) * in[above + left] + share * in[above + right];
        float bottom = (1 - share) * in[below + left] + share * in[below + right];
        out[y * outWidth + x] = (1 - rows.share()[y]) * top + rows.share()[y] * bottom;
      }
    }
    return out;
  }
}
