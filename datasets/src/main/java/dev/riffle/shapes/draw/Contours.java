package dev.riffle.shapes.draw;

import dev.riffle.mask.Polygons;

/**
 * Closed lines around an area: outer ones turn from x to y (clockwise on the screen), those around
 * holes the other way.
 *
 * @param rings {@code [ring][x y x y …]}, not copied
 */
record Contours(double[][] rings) {
  // Where two edges turn back sharply, the point between them would move without end.
  private static final double SHARPEST = 0.08;

  /** One line. */
  static Contours of(double... ring) {
    return new Contours(new double[][] {ring});
  }

  /**
   * Stretched along its own axes, then turned, then moved.
   *
   * @param angle in radians
   */
  Contours placed(double width, double height, double angle, double x, double y) {
    double cos = StrictMath.cos(angle);
    double sin = StrictMath.sin(angle);
    double[][] moved = new double[rings.length][];
    for (int r = 0; r < rings.length; r++) {
      double[] ring = rings[r].clone();
      for (int i = 0; i < ring.length; i += 2) {
        double across = ring[i] * width;
        double down = ring[i + 1] * height;
        ring[i] = x + across * cos - down * sin;
        ring[i + 1] = y + across * sin + down * cos;
      }
      moved[r] = ring;
    }
    return new Contours(moved);
  }

  /** Each edge moved inwards; parts that are thinner than twice that turn inside out. */
  Contours inset(double by) {
    double[][] moved = new double[rings.length][];
    for (int r = 0; r < rings.length; r++) {
      double[] ring = rings[r];
      int size = ring.length;
      double[] normals = new double[size]; // of the edge that begins at a point, inwards
      for (int i = 0; i < size; i += 2) {
        double dx = ring[(i + 2) % size] - ring[i];
        double dy = ring[(i + 3) % size] - ring[i + 1];
        double length = Math.sqrt(dx * dx + dy * dy);
        normals[i] = -dy / length;
        normals[i + 1] = dx / length;
      }
      moved[r] = new double[size];
      for (int i = 0; i < size; i += 2) {
        int before = (i + size - 2) % size;
        double nx = normals[before] + normals[i];
        double ny = normals[before + 1] + normals[i + 1];
        double cosine = normals[before] * normals[i] + normals[before + 1] * normals[i + 1];
        double step = by / Math.max(SHARPEST, 1 + cosine);
        moved[r][i] = ring[i] + step * nx;
        moved[r][i + 1] = ring[i + 1] + step * ny;
      }
    }
    return new Contours(moved);
  }

  /** The area inside, without holes. */
  double area() {
    double area = 0;
    for (double[] ring : rings) {
      area += Polygons.signedArea(ring);
    }
    return area;
  }
}
