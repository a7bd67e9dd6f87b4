package dev.riffle.mask;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PolygonsTest {
  @Test
  void aSquareIsItsPixels() {
    Rle mask = draw(4, 5, 1, 1, 1, 3, 3, 3, 3, 1);
    assertArrayEquals(
        new byte[] {
          0, 0, 0, 0, 0,
          0, 1, 1, 0, 0,
          0, 1, 1, 0, 0,
          0, 0, 0, 0, 0
        },
        mask.toPixels());
  }

  @Test
  void areasTellTheWayRound() {
    assertEquals(6, Polygons.signedArea(new double[] {1, 1, 3, 1, 3, 4, 1, 4}));
    assertEquals(-6, Polygons.signedArea(new double[] {1, 4, 3, 4, 3, 1, 1, 1}));
    assertEquals(2, Polygons.signedArea(new double[] {0, 0, 2, 0, 0, 2}));
    assertEquals(0, Polygons.signedArea(new double[] {0, 0, 2, 2, 2, 0, 0, 2})); // a bow tie
    assertEquals(0, Polygons.signedArea(new double[0]));
  }

  @Test
  void theWholePictureBeginsWithNoZeros() {
    assertArrayEquals(new int[] {0, 20}, draw(4, 5, 0, 0, 5, 0, 5, 4, 0, 4).runs());
  }

  @Test
  void outlinesWithoutAnInsideAreEmpty() {
    assertArrayEquals(new int[] {20}, draw(4, 5, 2, 2, 2, 2, 2, 2).runs());
    assertArrayEquals(new int[] {20}, draw(4, 5, 1, 1, 4, 3, 1, 1).runs());
    assertArrayEquals(new int[] {20}, draw(4, 5, 9, 9, 12, 9, 12, 12).runs());
    assertArrayEquals(new int[] {20}, draw(4, 5, -9, -9, -12, -9, -12, -12).runs());
    assertArrayEquals(new int[] {20}, draw(4, 5, 1, 9, 3, 9, 3, 12).runs());
  }

  @Test
  void picturesWithoutPixelsHaveEmptyMasks() {
    assertArrayEquals(new int[] {0}, draw(0, 5, 0, 0, 5, 0, 5, 4).runs());
    assertArrayEquals(new int[] {0}, draw(5, 0, 0, 0, 5, 0, 5, 4).runs());
  }

  @Test
  void repeatedCornersChangeNothing() {
    assertEquals(draw(4, 5, 1, 1, 1, 3, 3, 3), draw(4, 5, 1, 1, 1, 1, 1, 3, 3, 3, 3, 3, 1, 1));
  }

  @Test
  void polygonsAreUnited() {
    double[] left = {0, 0, 0, 2, 2, 2, 2, 0};
    double[] right = {1, 1, 1, 3, 3, 3, 3, 1};
    Rle mask = Polygons.rasterise(new double[][] {left, right}, 3, 3);
    assertArrayEquals(new byte[] {1, 1, 0, 1, 1, 1, 0, 1, 1}, mask.toPixels());
  }

  /** The rules followed point by point: every fifth of every edge, then one sort. */
  @Test
  void crossingsAreThoseOfAWalkAlongTheEdges() {
    Random random = new Random(5);
    long pixels = 0;
    for (int i = 0; i < 20_000; i++) {
      int height = 1 + random.nextInt(20);
      int width = 1 + random.nextInt(20);
      double spread = random.nextInt(50) == 0 ? 10_000 : 1.5 * Math.max(height, width);
      double[] polygon = new double[2 * (3 + random.nextInt(8))];
      for (int k = 0; k < polygon.length; k++) {
        double place = (random.nextDouble() - .2) * spread;
        polygon[k] =
            switch (random.nextInt(5)) {
              case 0 -> Math.rint(place);
              case 1 -> Math.rint(10 * place) / 10;
              case 2 -> k < 2 ? -place : polygon[k - 2];
              default -> place;
            };
      }
      Rle mask = draw(height, width, polygon);
      assertArrayEquals(walked(polygon, height, width), mask.runs(), Arrays.toString(polygon));
      pixels += mask.area();
    }
    assertTrue(pixels > 100_000);
  }

  @Test
  void farCornersTakeNoTime() {
    // Their walk would be of 4 billion points. The upper half, from a line through (0, 2) and (4,
    // 2).
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () ->
            assertArrayEquals(
                new byte[] {1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0},
                draw(4, 4, -2e8, 2, 2e8, 2, 2e8, -2e8, -2e8, -2e8).toPixels()));
  }

  @Test
  void badPolygonsAreRefused() {
    assertEquals("polygons: none, expected at least one", refusal(4, 5));
    assertEquals(
        "polygon 1: 4 numbers, expected x, y of three corners or more",
        refusal(4, 5, new double[6], new double[4]));
    assertEquals(
        "polygon 0: 7 numbers, expected x, y of three corners or more",
        refusal(4, 5, new double[7]));
    assertEquals(
        "polygon 0: 0 numbers, expected x, y of three corners or more",
        refusal(4, 5, new double[0]));
    assertEquals(
        "polygon 0: number 3 is NaN, accepted are -2e8 to 2e8",
        refusal(4, 5, new double[] {0, 0, 0, Double.NaN, 0, 0}));
    assertEquals(
        "polygon 0: number 0 is -1.0E9, accepted are -2e8 to 2e8",
        refusal(4, 5, new double[] {-1e9, 0, 0, 0, 0, 0}));
    assertEquals(
        "polygon 0: number 5 is Infinity, accepted are -2e8 to 2e8",
        refusal(4, 5, new double[] {0, 0, 0, 0, 0, Double.POSITIVE_INFINITY}));
    assertEquals(
        "polygon 0: the outlines up to its own cross 400000000 columns of the picture, accepted"
            + " are 33554432",
        refusal(1, Integer.MAX_VALUE, new double[] {0, 0, 2e8, 0, 0, 1}));
    double[] wide = {0, 0, 1e7, 0, 0, 1};
    assertTrue(refusal(1, 10_000_000, wide, wide).startsWith("polygon 1: the outlines up to"));
    assertTrue(refusal(-1, 5, new double[6]).contains("height -1"));
  }

  private static int[] walked(double[] polygon, int height, int width) {
    int corners = polygon.length / 2;
    int[] places = new int[1024];
    int count = 0;
    int u = 0;
    int v = 0;
    boolean first = true;
    for (int k = 0; k < corners; k++) {
      int x = (int) (5 * polygon[2 * k] + .5);
      int y = (int) (5 * polygon[2 * k + 1] + .5);
      int next = (k + 1) % corners;
      int dx = (int) (5 * polygon[2 * next] + .5) - x;
      int dy = (int) (5 * polygon[2 * next + 1] + .5) - y;
      int length = Math.max(Math.abs(dx), Math.abs(dy));
      boolean flat = Math.abs(dx) >= Math.abs(dy);
      boolean turned = (flat ? dx : dy) < 0;
      int startX = turned ? x + dx : x;
      int startY = turned ? y + dy : y;
      double slope = (double) (flat ? dy : dx) / (flat ? dx : dy);
      for (int d = 0; d <= length; d++) {
        int t = turned ? length - d : d;
        int oldU = u;
        int oldV = v;
        u = flat ? startX + t : (int) (startX + slope * t + .5);
        double onEdge = startY + slope * t + .5;
        v = !flat ? startY + t : Double.isNaN(onEdge) ? Integer.MIN_VALUE : (int) onEdge;
        if (!first && u != oldU) {
          double column = ((u < oldU ? u : u - 1) + .5) / 5 - .5;
          if (column == Math.floor(column) && column >= 0 && column <= width - 1) {
            double row = (Math.min(v, oldV) + .5) / 5 - .5;
            row = Math.ceil(Math.min(Math.max(row, 0), height));
            if (count == places.length) {
              places = Arrays.copyOf(places, 2 * count);
            }
            places[count++] = (int) column * height + (int) row;
          }
        }
        first = false;
      }
    }
    Arrays.sort(places, 0, count);
    byte[] inside = new byte[height * width];
    for (int i = 0; i < count; i++) {
      for (int p = places[i]; p < inside.length; p++) {
        inside[p] ^= 1;
      }
    }
    byte[] rows = new byte[inside.length];
    for (int p = 0; p < rows.length; p++) {
      rows[p % height * width + p / height] = inside[p];
    }
    return Rle.ofPixels(height, width, rows).runs();
  }

  private static Rle draw(int height, int width, double... polygon) {
    return Polygons.rasterise(new double[][] {polygon}, height, width);
  }

  private static String refusal(int height, int width, double[]... polygons) {
    return assertThrows(
            IllegalArgumentException.class, () -> Polygons.rasterise(polygons, height, width))
        .getMessage();
  }
}
