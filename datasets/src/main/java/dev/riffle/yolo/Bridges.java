package dev.riffle.yolo;

import dev.riffle.mask.Polygons;

/**
 * Several polygons as one: from each a line leads to the next and back, where both are nearest, so
 * that no area is added.
 */
final class Bridges {
  private Bridges() {}

  /** One polygon, {@code [x y x y …]}; a single one is returned as it is. */
  static double[] joined(double[][] polygons) {
    double[] all = polygons[0];
    for (int i = 1; i < polygons.length; i++) {
      all = joined(all, polygons[i]);
    }
    return all;
  }

  // a as far as the bridge's pier, the whole round of b back to its pier, the pier of a, its rest.
  private static double[] joined(double[] a, double[] other) {
    // Both must go round the same way for their areas to add up.
    boolean isOpposite = Polygons.signedArea(a) * Polygons.signedArea(other) < 0;
    double[] b = isOpposite ? reversed(other) : other;
    int fromA = 0;
    int fromB = 0;
    double shortest = Double.MAX_VALUE;
    for (int i = 0; i < a.length; i += 2) {
      for (int k = 0; k < b.length; k += 2) {
        double x = a[i] - b[k];
        double y = a[i + 1] - b[k + 1];
        double length = x * x + y * y;
        if (length < shortest) {
          shortest = length;
          fromA = i;
          fromB = k;
        }
      }
    }
    double[] bridged = new double[a.length + b.length + 4];
    System.arraycopy(a, 0, bridged, 0, fromA + 2);
    System.arraycopy(b, fromB, bridged, fromA + 2, b.length - fromB);
    System.arraycopy(b, 0, bridged, fromA + 2 + b.length - fromB, fromB + 2);
    System.arraycopy(a, fromA, bridged, fromA + 4 + b.length, a.length - fromA);
    return bridged;
  }

  private static double[] reversed(double[] polygon) {
    double[] reversed = new double[polygon.length];
    for (int i = 0; i < polygon.length; i += 2) {
      reversed[i] = polygon[polygon.length - 2 - i];
      reversed[i + 1] = polygon[polygon.length - 1 - i];
    }
    return reversed;
  }
}
