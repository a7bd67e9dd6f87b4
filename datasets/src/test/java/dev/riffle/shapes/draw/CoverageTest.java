package dev.riffle.shapes.draw;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.geom.Path2D;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Areas and outlines against Java's own paths, and by hand. */
class CoverageTest {
  private static final int WIDTH = 61;
  private static final int HEIGHT = 47;
  private static final int SAMPLES = 16; // a pixel and direction

  private static Path2D path(Contours contours) {
    Path2D path = new Path2D.Double(Path2D.WIND_NON_ZERO);
    for (double[] ring : contours.rings()) {
      path.moveTo(ring[0], ring[1]);
      for (int i = 2; i < ring.length; i += 2) {
        path.lineTo(ring[i], ring[i + 1]);
      }
      path.closePath();
    }
    return path;
  }

  private static double share(Path2D path, int x, int y) {
    int inside = 0;
    for (int i = 0; i < SAMPLES * SAMPLES; i++) {
      double across = (i % SAMPLES + 0.5) / SAMPLES;
      double down = (i / SAMPLES + 0.5) / SAMPLES;
      inside += path.contains(x + across, y + down) ? 1 : 0;
    }
    return inside / (double) (SAMPLES * SAMPLES);
  }

  /** The window may leave out only pixels without a share; the thing hangs over an edge. */
  @ParameterizedTest
  @EnumSource(ShapeKind.class)
  void eachPixelHasTheShareThatLiesInside(ShapeKind kind) {
    Contours contours = kind.contours().placed(37, 41, 0.4, 44, 24);
    Path2D path = path(contours);
    Coverage coverage = Coverage.of(contours, WIDTH, HEIGHT);
    double most = 0;
    double sum = 0;
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        int column = x - coverage.left();
        int row = y - coverage.top();
        boolean isWithin =
            column >= 0 && column < coverage.width() && row >= 0 && row < coverage.height();
        double found = isWithin ? coverage.shares()[row * coverage.width() + column] / 256.0 : 0;
        double difference = Math.abs(share(path, x, y) - found);
        most = Math.max(most, difference);
        sum += difference;
      }
    }
    // A line stands for a quarter of a row; at a flat edge that is all there is to go by.
    assertTrue(most < 0.26, () -> kind + " differs");
    assertTrue(sum / (WIDTH * HEIGHT) < 0.005, kind + " differs by " + sum);
  }

  @ParameterizedTest
  @EnumSource(ShapeKind.class)
  void kindsFillABoxOfOneAndTurnTheRightWay(ShapeKind kind) {
    var bounds = path(kind.contours()).getBounds2D();
    assertEquals(1, Math.max(bounds.getWidth(), bounds.getHeight()), 1e-12);
    assertEquals(0, bounds.getCenterX(), 1e-12);
    assertEquals(0, bounds.getCenterY(), 1e-12);
    assertTrue(kind.contours().area() > 0.2, kind + " has " + kind.contours().area());
  }

  @Test
  void aSquareByHand() {
    Contours square = Contours.of(1.5, 1, 3.25, 1, 3.25, 2.5, 1.5, 2.5);
    Coverage coverage = Coverage.of(square, 10, 10);
    assertEquals(1, coverage.left());
    assertEquals(1, coverage.top());
    assertEquals(3, coverage.width());
    assertArrayEquals(new short[] {128, 256, 64, 64, 128, 32}, coverage.shares());
    assertEquals(1.75 * 1.5, square.area(), 1e-12);
  }

  @Test
  void whatLiesBesideThePictureHasNoWindow() {
    for (double x : new double[] {-50, 50}) {
      Contours square = ShapeKind.SQUARE.contours().placed(8, 8, 0, x, 5);
      assertEquals(0, Coverage.of(square, 10, 10).shares().length);
      Contours above = ShapeKind.SQUARE.contours().placed(8, 8, 0, 5, x);
      assertEquals(0, Coverage.of(above, 10, 10).shares().length);
    }
  }

  @Test
  void insetMovesEdgesInwardsAndHolesOutwards() {
    double[] square = Contours.of(0, 0, 10, 0, 10, 10, 0, 10).inset(2).rings()[0];
    assertArrayEquals(new double[] {2, 2, 8, 2, 8, 8, 2, 8}, square, 1e-12);
    Contours ring = ShapeKind.RING.contours().placed(100, 100, 0, 0, 0);
    Contours thinner = ring.inset(3);
    assertEquals(50 - 3, Math.hypot(thinner.rings()[0][0], thinner.rings()[0][1]), 0.1);
    assertEquals(28 + 3, Math.hypot(thinner.rings()[1][0], thinner.rings()[1][1]), 0.1);
  }

  /** A stick thinner than its edges has no inside, rather than an outside turned in. */
  @Test
  void whatIsTooThinForAnInsetVanishes() {
    Contours stick = Contours.of(1, 1, 9, 1, 9, 3, 1, 3);
    for (short share : Coverage.of(stick.inset(1.5), 10, 10).shares()) {
      assertEquals(0, share);
    }
  }
}
