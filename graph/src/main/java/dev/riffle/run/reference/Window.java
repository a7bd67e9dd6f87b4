package dev.riffle.run.reference;

import dev.riffle.graph.Shape;

/** A square window that slides over a padded plane, and so meets each output place once. */
record Window(int kernel, int stride, int padding, Shape in, Shape out) {

  /** Whether each output place sees exactly the same place of the input. */
  boolean isIdentity() {
    return kernel == 1 && stride == 1 && padding == 0;
  }

  /**
   * Writes what every output place sees through cell (ky, kx) of its window. Places that see the
   * padding are left alone.
   *
   * @param plane [y * in.width + x]
   * @param seen [y * out.width + x]
   */
  void look(float[] plane, int ky, int kx, float[] seen) {
    int left = first(kx);
    int right = end(kx, in.width(), out.width());
    int bottom = end(ky, in.height(), out.height());
    for (int y = first(ky); y < bottom; y++) {
      int to = y * out.width();
      int from = (y * stride + ky - padding) * in.width() + kx - padding;
      if (stride > 1) {
        for (int x = left; x < right; x++) {
          seen[to + x] = plane[from + x * stride];
        }
      } else if (left < right) {
        System.arraycopy(plane, from + left, seen, to + left, right - left);
      }
    }
  }

  // The first output place p with 0 <= p * stride + cell - padding.
  private int first(int cell) {
    return Math.max(0, -Math.floorDiv(cell - padding, stride));
  }

  // Behind the last output place p with p * stride + cell - padding < size.
  private int end(int cell, int size, int places) {
    return Math.min(places, Math.floorDiv(size - 1 + padding - cell, stride) + 1);
  }
}
