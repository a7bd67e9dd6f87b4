package dev.riffle.track;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against all ways there are. */
class AssignmentTest {

  @Test
  void theNearestIsLeftToWhoNeedsIt() {
    double[][] costs = {{0.1, 0.2}, {0.1, 0.9}};
    assertArrayEquals(new int[] {1, 0}, Assignment.solve(costs, 0.8));
  }

  @Test
  void whatIsTooDearStaysAlone() {
    assertArrayEquals(new int[] {-1}, Assignment.solve(new double[][] {{0.81}}, 0.8));
    assertArrayEquals(new int[] {0}, Assignment.solve(new double[][] {{0.8}}, 0.8));
    double[][] forbidden = {{Double.POSITIVE_INFINITY, 0.5}, {0.3, Double.POSITIVE_INFINITY}};
    assertArrayEquals(new int[] {1, 0}, Assignment.solve(forbidden, 0.8));
  }

  @Test
  void nothingIsPairedWithNothing() {
    assertArrayEquals(new int[0], Assignment.solve(new double[0][0], 0.8));
    assertArrayEquals(new int[] {-1, -1}, Assignment.solve(new double[2][0], 0.8));
  }

  @Test
  void noWayIsCheaper() {
    Random random = new Random(1);
    for (int round = 0; round < 2000; round++) {
      double[][] costs = new double[random.nextInt(6)][];
      int columns = random.nextInt(6);
      for (int row = 0; row < costs.length; row++) {
        costs[row] = random.doubles(columns).toArray();
        for (int column = 0; column < columns; column++) {
          costs[row][column] =
              random.nextInt(5) == 0 ? Double.POSITIVE_INFINITY : costs[row][column];
        }
      }
      int[] solved = Assignment.solve(costs, 0.6);
      double total = 0;
      boolean[] taken = new boolean[columns];
      for (int row = 0; row < costs.length; row++) {
        total += solved[row] < 0 ? 0.6 : costs[row][solved[row]];
        if (solved[row] >= 0) {
          assertTrue(!taken[solved[row]] && costs[row][solved[row]] <= 0.6);
          taken[solved[row]] = true;
        }
      }
      assertEquals(cheapest(costs, 0, new boolean[columns]), total, 1e-9);
    }
  }

  private static double cheapest(double[][] costs, int row, boolean[] taken) {
    if (row == costs.length) {
      return 0;
    }
    double best = 0.6 + cheapest(costs, row + 1, taken);
    for (int column = 0; column < taken.length; column++) {
      if (!taken[column] && costs[row][column] <= 0.6) {
        taken[column] = true;
        best = Math.min(best, costs[row][column] + cheapest(costs, row + 1, taken));
        taken[column] = false;
      }
    }
    return best;
  }
}
