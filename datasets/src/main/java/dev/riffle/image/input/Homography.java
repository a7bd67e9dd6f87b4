package dev.riffle.image.input;

import dev.riffle.box.Box;

/**
 * A projective map of the plane, {@code (x, y, 1) → (x', y', w)}, where the image is {@code (x'/w,
 * y'/w)}.
 *
 * @see <a href="https://en.wikipedia.org/wiki/Homography">Homography</a>
 */
public record Homography(
    double xx,
    double xy,
    double x1,
    double yx,
    double yy,
    double y1,
    double wx,
    double wy,
    double w1) {

  /** {@code (x·xFactor, y·yFactor)}. */
  public static Homography scale(double xFactor, double yFactor) {
    return new Homography(xFactor, 0, 0, 0, yFactor, 0, 0, 0, 1);
  }

  /** {@code (x + right, y + down)}. */
  public static Homography shift(double right, double down) {
    return new Homography(1, 0, right, 0, 1, down, 0, 0, 1);
  }

  /** First this one, then the other. */
  public Homography then(Homography next) {
    double[] a = next.rowMajor();
    double[] b = rowMajor();
    double[] product = new double[9];
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 3; column++) {
        for (int i = 0; i < 3; i++) {
          product[3 * row + column] += a[3 * row + i] * b[3 * i + column];
        }
      }
    }
    return of(product);
  }

  /**
   * The map back.
   *
   * @throws ArithmeticException if there is none
   */
  public Homography inverse() {
    double[] a = rowMajor();
    double[] inverse = {1, 0, 0, 0, 1, 0, 0, 0, 1};
    // Gauss with row exchange; divisions late, as in LAPACK, for the same last bits.
    for (int pivot = 0; pivot < 3; pivot++) {
      int largest = pivot;
      for (int row = pivot + 1; row < 3; row++) {
        if (Math.abs(a[3 * row + pivot]) > Math.abs(a[3 * largest + pivot])) {
          largest = row;
        }
      }
      if (!(Math.abs(a[3 * largest + pivot]) > 0)) {
        throw new ArithmeticException("no way back from " + this);
      }
      exchange(a, pivot, largest);
      exchange(inverse, pivot, largest);
      for (int row = pivot + 1; row < 3; row++) {
        double factor = a[3 * row + pivot] / a[3 * pivot + pivot];
        for (int column = 0; column < 3; column++) {
          a[3 * row + column] -= factor * a[3 * pivot + column];
          inverse[3 * row + column] -= factor * inverse[3 * pivot + column];
        }
      }
    }
    for (int row = 2; row >= 0; row--) {
      for (int column = 0; column < 3; column++) {
        double value = inverse[3 * row + column];
        for (int below = row + 1; below < 3; below++) {
          value -= a[3 * row + below] * inverse[3 * below + column];
        }
        inverse[3 * row + column] = value / a[3 * row + row];
      }
    }
    return of(inverse);
  }

  private static void exchange(double[] a, int row, int other) {
    for (int column = 0; column < 3; column++) {
      double kept = a[3 * row + column];
      a[3 * row + column] = a[3 * other + column];
      a[3 * other + column] = kept;
    }
  }

  /** Where a point's image lies on the x axis. */
  public double x(double x, double y) {
    return (xx * x + xy * y + x1) / (wx * x + wy * y + w1);
  }

  /** Where a point's image lies on the y axis. */
  public double y(double x, double y) {
    return (yx * x + yy * y + y1) / (wx * x + wy * y + w1);
  }

  /** What encloses the images of a box's corners; computed in doubles until the end. */
  public Box bounds(Box box) {
    double left = Double.POSITIVE_INFINITY;
    double top = Double.POSITIVE_INFINITY;
    double right = Double.NEGATIVE_INFINITY;
    double bottom = Double.NEGATIVE_INFINITY;
    for (int corner = 0; corner < 4; corner++) {
      double x = (corner & 1) == 0 ? box.left() : box.right();
      double y = (corner & 2) == 0 ? box.top() : box.bottom();
      left = Math.min(left, x(x, y));
      right = Math.max(right, x(x, y));
      top = Math.min(top, y(x, y));
      bottom = Math.max(bottom, y(x, y));
    }
    return new Box((float) left, (float) top, (float) right, (float) bottom);
  }

  /** The 3×3 matrix, row by row. */
  public double[] rowMajor() {
    return new double[] {xx, xy, x1, yx, yy, y1, wx, wy, w1};
  }

  private static Homography of(double[] m) {
    return new Homography(m[0], m[1], m[2], m[3], m[4], m[5], m[6], m[7], m[8]);
  }
}
