package dev.riffle.track;

import java.util.Arrays;

/**
 * The cheapest way to pair rows with columns, where leaving a row alone has a price too: the
 * Hungarian method in the form of shortest augmenting paths, O(rows² · columns).
 *
 * @see <a href="https://doi.org/10.1007/BF02278710">Jonker and Volgenant, 1987</a>
 */
final class Assignment {
  private static final double FORBIDDEN = 1e9; // finite, so that differences are numbers

  private Assignment() {}

  /**
   * Pairs them.
   *
   * @param costs {@code [row][column]}, finite or infinite, the latter never paired
   * @param alone what leaving a row alone costs: no pair costs more
   * @return the column of each row, −1 for none
   */
  static int[] solve(double[][] costs, double alone) {
    int rows = costs.length;
    int columns = rows == 0 ? 0 : costs[0].length;
    int all = columns + rows; // behind the real ones, a column for each row to be alone in
    double[] rowPrice = new double[rows];
    double[] columnPrice = new double[all];
    int[] rowOf = new int[all];
    Arrays.fill(rowOf, -1);
    for (int row = 0; row < rows; row++) {
      augment(row, costs, alone, columns, rowPrice, columnPrice, rowOf);
    }
    int[] columnOf = new int[rows];
    Arrays.fill(columnOf, -1);
    for (int column = 0; column < columns; column++) {
      if (rowOf[column] >= 0) {
        columnOf[rowOf[column]] = column;
      }
    }
    return columnOf;
  }

  private static double cost(double[][] costs, double alone, int columns, int row, int column) {
    if (column >= columns) {
      return alone;
    }
    return costs[row][column] <= alone ? costs[row][column] : FORBIDDEN;
  }

  // Dijkstra from one row over reduced costs to the nearest free column, then exchange the way.
  private static void augment(
      int start,
      double[][] costs,
      double alone,
      int columns,
      double[] rowPrice,
      double[] columnPrice,
      int[] rowOf) {
    int all = columnPrice.length;
    double[] distance = new double[all];
    Arrays.fill(distance, Double.POSITIVE_INFINITY);
    int[] before = new int[all]; // the column from whose row it is reached, -1 for the start
    boolean[] isDone = new boolean[all];
    int column = -1;
    int row = start;
    double so = 0;
    do {
      int nearest = -1;
      for (int next = 0; next < all; next++) {
        if (isDone[next]) {
          continue;
        }
        double reduced =
            so + cost(costs, alone, columns, row, next) - rowPrice[row] - columnPrice[next];
        if (reduced < distance[next]) {
          distance[next] = reduced;
          before[next] = column;
        }
        if (nearest < 0 || distance[next] < distance[nearest]) {
          nearest = next;
        }
      }
      so = distance[nearest];
      column = nearest;
      isDone[column] = true;
      row = rowOf[column];
    } while (row >= 0);
    rowPrice[start] += so;
    for (int done = 0; done < all; done++) {
      if (isDone[done] && rowOf[done] >= 0) {
        rowPrice[rowOf[done]] += so - distance[done];
        columnPrice[done] -= so - distance[done];
      }
    }
    while (column >= 0) {
      int previous = before[column];
      rowOf[column] = previous < 0 ? start : rowOf[previous];
      column = previous;
    }
  }
}
