package dev.riffle.augment;

import dev.riffle.image.input.Homography;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Where a picture's pixels may go: about its centre it is scaled, stretched, turned, sheared and
 * flipped, and then moved.
 *
 * @param scale factors of both axes
 * @param stretch factors of each axis for itself
 * @param rotation the most that it is turned either way, in degrees
 * @param shear the most that each axis is sheared either way, in degrees, below 90
 * @param translate the most that it is moved either way, as a share of the picture's width and
 *     height
 * @param flip how probable it is that left and right change places
 */
public record Geometry(
    List<Double> scale,
    List<Double> stretch,
    double rotation,
    double shear,
    double translate,
    double flip) {

  /** NanoDet-Plus's. */
  public static final Geometry DEFAULT =
      new Geometry(List.of(0.6, 1.4), List.of(0.8, 1.2), 0, 0, 0.2, 0.5);

  /**
   * Checks ranges.
   *
   * @throws IllegalArgumentException naming the component
   */
  public Geometry {
    scale = Interval.checked("scale", scale, 0);
    stretch = Interval.checked("stretch", stretch, 0);
    Interval.check("rotation", rotation, 0, 180);
    Interval.check("shear", shear, 0, 85);
    Interval.check("translate", translate, 0, 1);
    Interval.check("flip", flip, 0, 1);
  }

  /** One way, from a picture's pixels to places beside them, still in its own measure. */
  public Homography draw(int width, int height, RandomGenerator random) {
    double factor = Interval.draw(scale, random);
    double across = factor * Interval.draw(stretch, random);
    double down = factor * Interval.draw(stretch, random);
    double angle = Math.toRadians(Interval.draw(-rotation, rotation, random));
    double shearAcross = Math.tan(Math.toRadians(Interval.draw(-shear, shear, random)));
    double shearDown = Math.tan(Math.toRadians(Interval.draw(-shear, shear, random)));
    boolean isFlipped = random.nextDouble() < flip;
    double right = Interval.draw(-translate, translate, random) * width;
    double below = Interval.draw(-translate, translate, random) * height;
    return Homography.shift(-width / 2.0, -height / 2.0)
        .then(Homography.scale(across, down))
        .then(rotated(angle))
        .then(sheared(shearAcross, shearDown))
        .then(Homography.scale(isFlipped ? -1 : 1, 1))
        .then(Homography.shift(width / 2.0 + right, height / 2.0 + below));
  }

  // About the origin, positive angles from the x axis towards the y axis, which points down.
  private static Homography rotated(double angle) {
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    return new Homography(cos, -sin, 0, sin, cos, 0, 0, 0, 1);
  }

  private static Homography sheared(double across, double down) {
    return new Homography(1, across, 0, down, 1, 0, 0, 0, 1);
  }
}
