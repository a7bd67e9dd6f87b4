package dev.riffle.analysis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

class DescendingTest {

  @Test
  void equalsKeepTheirOrderAndNoNumbersComeLast() {
    double[] scores = {
      Double.NaN, .5, -0.0, Double.NEGATIVE_INFINITY, 0, .5, Double.POSITIVE_INFINITY, Double.NaN
    };
    assertArrayEquals(new int[] {6, 1, 5, 2, 4, 3, 0, 7}, Descending.order(scores));
    assertArrayEquals(new int[0], Descending.order(new double[0]));
  }
}
