package dev.riffle.gradient.planar.winograd.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The matrices against a convolution by hand, and the fastest transforms against the matrices. */
class TransformsTest {
  private static final int ROW = 96; // numbers between two runs

  private final Transforms fastest = Transforms.fastest();
  private final Transforms plain = new PlainTransforms(fastest.lanes());

  @Test
  void theMatricesConvolve() {
    double[] x = new Random(1).doubles(Way.INPUT.in()).toArray();
    double[] w = new Random(2).doubles(Way.WEIGHT.in()).toArray();
    double[] points = product(Way.WEIGHT.matrix(), w);
    double[] seen = product(Way.INPUT.matrix(), x);
    double[] products = new double[Way.POINTS];
    Arrays.setAll(products, i -> points[i] * seen[i]);
    double[] expected = new double[Way.TILE];
    Arrays.setAll(
        expected, y -> IntStream.range(0, Way.KERNEL).mapToDouble(k -> w[k] * x[y + k]).sum());
    assertArrayEquals(expected, product(Way.OUTPUT.matrix(), products), 1e-12);
  }

  @Test
  void waysBackAreTransposed() {
    assertTransposed(Way.OUTPUT.matrix(), Way.OUTPUT_SLOPE.matrix());
    assertTransposed(Way.WEIGHT.matrix(), Way.WEIGHT_SLOPE.matrix());
  }

  private static void assertTransposed(double[][] a, double[][] b) {
    assertEquals(a.length, b[0].length);
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < b.length; j++) {
        assertEquals(a[i][j], b[j][i]);
      }
    }
  }

  private static double[] product(double[][] matrix, double[] x) {
    return Arrays.stream(matrix)
        .mapToDouble(row -> IntStream.range(0, x.length).mapToDouble(j -> row[j] * x[j]).sum())
        .toArray();
  }

  /** Two rows of two vectors; both write to a vector's end. */
  @Test
  void theFastestDoAsTheMatricesSay() {
    for (Way way : Way.values()) {
      int[] in = IntStream.range(0, 8).map(i -> (7 - i) * ROW).toArray();
      int[] out = IntStream.range(0, 8).map(i -> (8 + i) * ROW).toArray();
      float[] expected = numbers(17 * ROW);
      float[] found = expected.clone();
      plain.run(way, expected, in, 1, 3, 40, out, 2, 5, 33, 2, 2);
      fastest.run(way, found, in, 1, 3, 40, out, 2, 5, 33, 2, 2);
      assertArrayEquals(expected, found, 1e-5f, way.toString());
    }
  }

  @Test
  void squaresAreTurned() {
    int[] from = IntStream.range(0, Transforms.SQUARE + 1).map(i -> (16 - i) * ROW).toArray();
    float[] arena = numbers(20 * ROW + Transforms.SQUARE * 37);
    float[] expected = arena.clone();
    plain.transpose(expected, from, 1, 7, 20 * ROW, 37);
    fastest.transpose(arena, from, 1, 7, 20 * ROW, 37);
    assertArrayEquals(expected, arena);
    assertEquals(arena[from[1 + 3] + 7 + 5], arena[20 * ROW + 5 * 37 + 3]);
  }

  private static float[] numbers(int count) {
    Random random = new Random(3);
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = random.nextFloat() - 0.5f;
    }
    return numbers;
  }
}
