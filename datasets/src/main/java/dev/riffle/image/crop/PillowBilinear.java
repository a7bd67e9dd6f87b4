package dev.riffle.image.crop;

import dev.riffle.image.Picture;

/**
 * Pillow's bilinear scaling of 8-bit samples, to the bit: first along the rows, then down the
 * columns, each time with weights in fixed point and rounded to 8 bits.
 */
final class PillowBilinear {
  private static final int CHANNELS = 3;
  private static final int FRACTION_BITS = 22;

  private PillowBilinear() {}

  /** A part of the scaled picture; of the picture only what that part needs is read. */
  static Picture cut(Picture picture, Window window) {
    Sum[] across = sums(picture.width(), window.scaledWidth(), window.left(), window.width());
    Sum[] down = sums(picture.height(), window.scaledHeight(), window.top(), window.height());
    int length = CHANNELS * window.width();
    int firstRow = down[0].first();
    int rows = down[down.length - 1].end() - firstRow;
    byte[] row = new byte[CHANNELS * picture.width()];
    byte[] narrowed = new byte[rows * length]; // [row][x][channel]
    for (int y = 0; y < rows; y++) {
      picture.mat().get(firstRow + y, 0, row);
      for (int i = 0; i < length; i++) {
        Sum sum = across[i / CHANNELS];
        int from = CHANNELS * sum.first() + i % CHANNELS;
        narrowed[y * length + i] = sum.of(row, from, CHANNELS);
      }
    }
    byte[] cut = new byte[window.height() * length]; // [y][x][channel]
    for (int y = 0; y < window.height(); y++) {
      int from = (down[y].first() - firstRow) * length;
      for (int i = 0; i < length; i++) {
        cut[y * length + i] = down[y].of(narrowed, from + i, length);
      }
    }
    return Picture.of(window.width(), window.height(), cut);
  }

  /**
   * How the samples of an axis of {@code to} places are made of one of {@code from}.
   *
   * @param begin the first place that is wanted
   * @param count how many are
   */
  private static Sum[] sums(int from, int to, int begin, int count) {
    double scale = (double) from / to;
    // Enlarging looks at two samples; making smaller, at all that lie under the wider triangle.
    double reach = Math.max(scale, 1);
    Sum[] sums = new Sum[count];
    for (int i = 0; i < count; i++) {
      double centre = (begin + i + 0.5) * scale;
      int first = Math.max((int) (centre - reach + 0.5), 0);
      int end = Math.min((int) (centre + reach + 0.5), from);
      sums[i] = new Sum(first, weights(first, end, centre, 1 / reach));
    }
    return sums;
  }

  // A triangle's heights over the centres of the samples, which together make 1. The order of the
  // operations decides the last bit.
  private static int[] weights(int first, int end, double centre, double slope) {
    double[] heights = new double[end - first];
    double total = 0;
    for (int i = 0; i < heights.length; i++) {
      double distance = Math.abs((i + first - centre + 0.5) * slope);
      heights[i] = distance < 1 ? 1 - distance : 0;
      total += heights[i];
    }
    int[] weights = new int[heights.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (int) (0.5 + heights[i] / total * (1 << FRACTION_BITS));
    }
    return weights;
  }

  /**
   * Neighbouring samples, weighed.
   *
   * @param first of the samples
   * @param weights of each, in fixed point
   */
  private record Sum(int first, int[] weights) {

    /** Behind the last sample. */
    int end() {
      return first + weights.length;
    }

    byte of(byte[] samples, int from, int stride) {
      int sum = 1 << (FRACTION_BITS - 1);
      int at = from;
      for (int weight : weights) {
        sum += (samples[at] & 0xff) * weight;
        at += stride;
      }
      return (byte) Math.min(sum >> FRACTION_BITS, 255);
    }
  }
}
