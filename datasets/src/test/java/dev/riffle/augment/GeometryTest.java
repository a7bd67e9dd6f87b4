package dev.riffle.augment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.image.input.Homography;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Hand-worked cases in a picture of 100x50, whose middle is (50, 25). */
class GeometryTest {
  // Draws the most of every interval.
  private static final RandomGenerator MOST = () -> -1L;
  private static final List<Double> ONE = List.of(1.0, 1.0);

  static Geometry only(double rotation, double shear, double translate, double flip) {
    return new Geometry(ONE, ONE, rotation, shear, translate, flip);
  }

  private static void assertMoves(
      Geometry geometry, double fromX, double fromY, double toX, double toY) {
    Homography way = geometry.draw(100, 50, MOST);
    assertEquals(toX, way.x(fromX, fromY), 1e-9);
    assertEquals(toY, way.y(fromX, fromY), 1e-9);
  }

  @Test
  void flippingTurnsLeftIntoRight() {
    assertMoves(only(0, 0, 0, 1), 10, 20, 90, 20);
  }

  @Test
  void translatingGoesByShares() {
    assertMoves(only(0, 0, 0.1, 0), 10, 20, 20, 25);
  }

  @Test
  void turningByAQuarterIsClockwiseAboutTheMiddle() {
    assertMoves(only(90, 0, 0, 0), 100, 25, 50, 75);
    assertMoves(only(90, 0, 0, 0), 50, 0, 75, 25);
  }

  @Test
  void shearingMovesByTheDistanceFromTheMiddle() {
    assertMoves(only(0, 45, 0, 0), 50, 30, 55, 30);
    assertMoves(only(0, 45, 0, 0), 60, 25, 60, 35);
  }

  @Test
  void scalingAndStretchingKeepTheMiddle() {
    Geometry both = new Geometry(List.of(2.0, 2.0), List.of(1.5, 1.5), 0, 0, 0, 0);
    assertMoves(both, 50, 25, 50, 25);
    assertMoves(both, 60, 26, 80, 28);
  }

  @Test
  void oneComesAfterTheOther() {
    // (60, 25) is 10 right of the middle; turned 10 below it; flipped there still; moved (10, 5).
    assertMoves(only(90, 0, 0.1, 1), 60, 25, 60, 40);
  }

  @Test
  void drawnFactorsFillTheirIntervals() {
    Random random = new Random(5);
    double least = 9;
    double most = 0;
    int flipped = 0;
    for (int i = 0; i < 2000; i++) {
      double factor = Geometry.DEFAULT.draw(100, 50, random).xx();
      flipped += factor < 0 ? 1 : 0;
      least = Math.min(least, Math.abs(factor));
      most = Math.max(most, Math.abs(factor));
    }
    assertTrue(least >= 0.6 * 0.8 && least < 0.52, "least " + least);
    assertTrue(most <= 1.4 * 1.2 && most > 1.6, "most " + most);
    assertEquals(1000, flipped, 100);
  }

  @Test
  void theDefaultsAreNanoDetPlus() {
    assertEquals(
        new Geometry(List.of(0.6, 1.4), List.of(0.8, 1.2), 0, 0, 0.2, 0.5), Geometry.DEFAULT);
    assertEquals(new Colour(0.2, List.of(0.6, 1.4), List.of(0.5, 1.2)), Colour.DEFAULT);
  }

  @Test
  void whatIsNoRangeIsRefused() {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> new Geometry(List.of(1.4, 0.6), ONE, 0, 0, 0, 0))
            .getMessage();
    assertEquals("scale: expected [least, most], both above 0.0, found [1.4, 0.6]", message);
    assertThrows(IllegalArgumentException.class, () -> only(0, 0, 0, 1.5));
    assertThrows(IllegalArgumentException.class, () -> only(0, 0, Double.NaN, 0));
  }
}
