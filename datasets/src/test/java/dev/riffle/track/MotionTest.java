package dev.riffle.track;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.box.Box;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against the filter as the textbook has it: one state of eight numbers, full matrices. */
class MotionTest {

  /** x = F x, P = F P Fᵀ + Q; K = P Hᵀ (H P Hᵀ + R)⁻¹, x = x + K (z − H x), P = (I − K H) P. */
  private static final class Textbook {
    double[] x = new double[8];
    double[][] p = new double[8][8];

    Textbook(double[] z) {
      System.arraycopy(z, 0, x, 0, 4);
      double h = z[3];
      double[] std = {h / 10, h / 10, 1e-2, h / 10, h / 16, h / 16, 1e-5, h / 16};
      for (int i = 0; i < 8; i++) {
        p[i][i] = std[i] * std[i];
      }
    }

    void predict() {
      double h = x[3];
      double[] std = {h / 20, h / 20, 1e-2, h / 20, h / 160, h / 160, 1e-5, h / 160};
      double[][] f = new double[8][8];
      for (int i = 0; i < 8; i++) {
        f[i][i] = 1;
        if (i < 4) {
          f[i][i + 4] = 1;
          x[i] += x[i + 4];
        }
      }
      p = product(product(f, p), transposed(f));
      for (int i = 0; i < 8; i++) {
        p[i][i] += std[i] * std[i];
      }
    }

    // Four measurements one after the other: with independent noise it is the same as together.
    void correct(double[] z) {
      double h = x[3];
      double[] std = {h / 20, h / 20, 1e-1, h / 20};
      for (int m = 0; m < 4; m++) {
        double s = p[m][m] + std[m] * std[m];
        double[] k = new double[8];
        for (int i = 0; i < 8; i++) {
          k[i] = p[i][m] / s;
        }
        double surprise = z[m] - x[m];
        double[] row = p[m].clone();
        for (int i = 0; i < 8; i++) {
          x[i] += k[i] * surprise;
          for (int j = 0; j < 8; j++) {
            p[i][j] -= k[i] * row[j];
          }
        }
      }
    }

    private static double[][] product(double[][] a, double[][] b) {
      double[][] c = new double[8][8];
      for (int i = 0; i < 8; i++) {
        for (int j = 0; j < 8; j++) {
          for (int k = 0; k < 8; k++) {
            c[i][j] += a[i][k] * b[k][j];
          }
        }
      }
      return c;
    }

    private static double[][] transposed(double[][] a) {
      double[][] t = new double[8][8];
      for (int i = 0; i < 8; i++) {
        for (int j = 0; j < 8; j++) {
          t[j][i] = a[i][j];
        }
      }
      return t;
    }
  }

  private static Box box(double[] z) {
    double width = z[2] * z[3];
    return new Box(
        (float) (z[0] - width / 2),
        (float) (z[1] - z[3] / 2),
        (float) (z[0] + width / 2),
        (float) (z[1] + z[3] / 2));
  }

  private static double[] measured(Box box) {
    return new double[] {
      (box.left() + box.right()) / 2.0,
      (box.top() + box.bottom()) / 2.0,
      (double) box.width() / box.height(),
      box.height()
    };
  }

  @Test
  void fourSmallFiltersAreTheLargeOne() {
    Random random = new Random(1);
    Box first = box(new double[] {100, 80, 0.5, 60});
    Motion motion = new Motion(first);
    Textbook textbook = new Textbook(measured(first));
    for (int frame = 1; frame < 60; frame++) {
      motion.predict(1);
      textbook.predict();
      assertNear(box(textbook.x), motion.box());
      if (frame % 7 != 0) {
        Box seen =
            box(
                new double[] {
                  100 + 3 * frame + random.nextGaussian(),
                  80 - frame,
                  0.5 + 0.01 * random.nextGaussian(),
                  60 + 0.5 * frame
                });
        motion.correct(seen);
        textbook.correct(measured(seen));
        assertNear(box(textbook.x), motion.box());
        assertEquals(textbook.x[4], motion.speed(0), 1e-4);
      }
    }
    assertEquals(3, motion.speed(0), 0.5);
    assertEquals(-1, motion.speed(1), 0.3);
  }

  private static void assertNear(Box expected, Box found) {
    assertEquals(expected.left(), found.left(), 1e-3);
    assertEquals(expected.top(), found.top(), 1e-3);
    assertEquals(expected.right(), found.right(), 1e-3);
    assertEquals(expected.bottom(), found.bottom(), 1e-3);
  }

  @Test
  void severalFramesAtOnceGoAsFar() {
    Motion single = moving();
    Motion several = moving();
    for (int i = 0; i < 5; i++) {
      single.predict(1);
    }
    several.predict(5);
    assertNear(single.box(), several.box());
  }

  private static Motion moving() {
    Motion motion = new Motion(new Box(0, 0, 20, 40));
    for (int i = 1; i <= 10; i++) {
      motion.predict(1);
      motion.correct(new Box(4 * i, 0, 20 + 4 * i, 40));
    }
    return motion;
  }

  @Test
  void aBoxWithoutAreaIsNoAccident() {
    Motion motion = new Motion(new Box(5, 5, 5, 5));
    motion.predict(1);
    motion.correct(new Box(6, 5, 6, 5));
    assertTrue(Float.isFinite(motion.box().left()));
  }
}
