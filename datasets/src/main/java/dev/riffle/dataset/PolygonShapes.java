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
}
