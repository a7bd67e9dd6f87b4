package dev.riffle.dataset;

import dev.riffle.mask.Polygons;
import dev.riffle.mask.Rle;

/** Outlines that are polygons in memory. */
public final class PolygonShapes implements Shapes {
  private final double[][][] polygons; // [annotation][polygon][x y x y …], null where there is none

  /**
   * Takes the array over.
   *
   * @param polygons {@code [annotation][polygon][x y x y …]} in pixels, null where there is none
   */
  public PolygonShapes(double[][][] polygons) {
    this.polygons = polygons;
  }

  @Override
  public boolean has(int annotation) {
    return polygons[annotation] != null;
  }

  @Override
  public Rle mask(int annotation, int height, int width) {
    if (!has(annotation)) {
      throw new IllegalArgumentException("annotation " + annotation + " has no outline");
    }
    return Polygons.rasterise(polygons[annotation], height, width);
  }

  @Override
  public double[][] polygons(int annotation) {
    return polygons[annotation];
  }

  /** The area of a polygon, whichever way round; where it crosses itself, the difference. */
  public static double area(double[] polygon) {
    double twice = 0;
    for (int i = 0; i < polygon.length; i += 2) {
      int next = (i + 2) % polygon.length;
      twice += polygon[i] * polygon[next + 1] - polygon[next] * polygon[i + 1];
    }
    return Math.abs(twice) / 2;
  }
}
