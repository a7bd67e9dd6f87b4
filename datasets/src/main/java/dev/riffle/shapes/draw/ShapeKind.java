package dev.riffle.shapes.draw;

import dev.riffle.box.Categories;
import dev.riffle.box.Category;
import java.util.Arrays;
import java.util.Locale;

/** The classes of things in a scene, by their order; no two look alike, however they are turned. */
public enum ShapeKind {
  CIRCLE(Contours.of(arc(0, 0, 1, 0, 1))),
  SQUARE(Contours.of(-1, -1, 1, -1, 1, 1, -1, 1)),
  TRIANGLE(Contours.of(0, -1, 1, 0.73, -1, 0.73)),
  STAR(star()),
  RING(new Contours(new double[][] {arc(0, 0, 1, 0, 1), arc(0, 0, 0.56, 1, 0)})),
  CROSS(cross()),
  ARROW(Contours.of(-1, -0.26, 0.1, -0.26, 0.1, -0.76, 1, 0, 0.1, 0.76, 0.1, 0.26, -1, 0.26)),
  HEART(heart()),
  CRESCENT(crescent()),
  HOURGLASS(Contours.of(-0.8, -1, 0.8, -1, 0.13, 0, 0.8, 1, -0.8, 1, -0.13, 0));

  private static final int CORNERS = 64; // of what is round

  private final Contours contours;

  ShapeKind(Contours contours) {
    this.contours = centred(contours);
  }

  /** Its outline, the longer side of its box 1, the box's middle at 0. */
  Contours contours() {
    return contours;
  }

  /** As people and data sets write it, {@code circle}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** All of them, numbered from 1, as COCO does. */
  public static Categories categories() {
    return new Categories(
        Arrays.stream(values())
            .map(kind -> new Category(kind.ordinal() + 1, kind.toString()))
            .toList());
  }

  // Part of a circle, from and to in turns, both ends included unless it is a whole one.
  private static double[] arc(double x, double y, double radius, double from, double to) {
    boolean isWhole = Math.abs(to - from) == 1;
    int points = isWhole ? CORNERS : (int) Math.ceil(CORNERS * Math.abs(to - from)) + 1;
    double step = (to - from) / (isWhole ? points : points - 1);
    double[] ring = new double[2 * points];
    for (int i = 0; i < points; i++) {
      double angle = 2 * Math.PI * (from + i * step);
      ring[2 * i] = x + radius * StrictMath.cos(angle);
      ring[2 * i + 1] = y + radius * StrictMath.sin(angle);
    }
    return ring;
  }

  private static Contours star() {
    double[] ring = new double[20];
    for (int i = 0; i < 10; i++) {
      double radius = i % 2 == 0 ? 1 : 0.45;
      double angle = Math.PI * (i / 5.0 - 0.5);
      ring[2 * i] = radius * StrictMath.cos(angle);
      ring[2 * i + 1] = radius * StrictMath.sin(angle);
    }
    return Contours.of(ring);
  }

  private static Contours cross() {
    double w = 0.32;
    return Contours.of(
        -w, -1, w, -1, w, -w, 1, -w, 1, w, w, w, w, 1, -w, 1, -w, w, -1, w, -1, -w, -w, -w);
  }

  /** {@code x = sin³ t}, {@code y} a sum of cosines. */
  private static Contours heart() {
    double[] ring = new double[2 * CORNERS];
    for (int i = 0; i < CORNERS; i++) {
      double t = 2 * Math.PI * i / CORNERS;
      double sin = StrictMath.sin(t);
      ring[2 * i] = 16 * sin * sin * sin;
      ring[2 * i + 1] =
          5 * StrictMath.cos(2 * t)
              + 2 * StrictMath.cos(3 * t)
              + StrictMath.cos(4 * t)
              - 13 * StrictMath.cos(t);
    }
    return Contours.of(ring);
  }

  /** A circle without the part of it that a smaller one to the right takes away. */
  private static Contours crescent() {
    double shift = 0.5;
    double radius = 0.78;
    // Where both circles cross: the same distance from the axis on either.
    double x = (1 - radius * radius + shift * shift) / (2 * shift);
    double y = Math.sqrt(1 - x * x);
    double outer = StrictMath.atan2(y, x) / (2 * Math.PI);
    double inner = StrictMath.atan2(y, x - shift) / (2 * Math.PI);
    double[] back = arc(0, 0, 1, outer, 1 - outer);
    double[] bite = arc(shift, 0, radius, 1 - inner, inner);
    // The bite begins where the back ends, and the back where the bite ends.
    double[] ring = Arrays.copyOf(back, back.length + bite.length - 4);
    System.arraycopy(bite, 2, ring, back.length, bite.length - 4);
    return Contours.of(ring);
  }

  private static Contours centred(Contours contours) {
    double[] low = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
    double[] high = {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY};
    for (double[] ring : contours.rings()) {
      for (int i = 0; i < ring.length; i++) {
        low[i % 2] = Math.min(low[i % 2], ring[i]);
        high[i % 2] = Math.max(high[i % 2], ring[i]);
      }
    }
    double scale = 1 / Math.max(high[0] - low[0], high[1] - low[1]);
    double x = (low[0] + high[0]) / 2;
    double y = (low[1] + high[1]) / 2;
    return contours.placed(scale, scale, 0, -x * scale, -y * scale);
  }
}
