package dev.riffle.mask;

import java.util.Arrays;
import java.util.List;

/**
 * Polygons as masks, to the pixel as pycocotools 2.0.11 on x86-64 draws them.
 *
 * <p>A corner is rounded to fifths of a pixel, and an edge becomes one point for every fifth of its
 * longer axis. Where two neighbouring points lie on both sides of the middle of a column of pixels,
 * the mask begins or ends in that column, at the upper one of the two. Only those points are worked
 * out here, column by column, so that the time does not grow with what lies outside the picture.
 */
public final class Polygons {
  private Polygons() {}

  /**
   * The area inside a polygon, {@code [x y x y …]}: above 0 where it goes from the x axis to the y
   * axis (clockwise, with y pointing down), below 0 the other way round. Where it crosses itself,
   * the difference.
   */
  public static double signedArea(double[] polygon) {
    double twice = 0;
    for (int i = 0; i < polygon.length; i += 2) {
      int next = (i + 2) % polygon.length;
      twice += polygon[i] * polygon[next + 1] - polygon[next] * polygon[i + 1];
    }
    return twice / 2;
  }

  // Fifths in a pixel.
  private static final int SCALE = 5;
  // The middle of column c lies between the fifths SCALE * c + MIDDLE and one more.
  private static final int MIDDLE = 2;
  // Pixels. Fifths and their differences stay ints; beyond, C's int arithmetic is undefined.
  private static final double FARTHEST = 2e8;
  // Places where an outline crosses a column; 128 MB.
  private static final int MOST_CROSSINGS = 1 << 25;
  // In place of a row: no crossing after all.
  private static final int NONE = -1;

  /**
   * What is in any of some polygons.
   *
   * @param polygons of each the corners x, y, x, y, … in pixels, at least three; the last is joined
   *     to the first. At most 2·10⁸ from 0, and the outlines may cross at most 2²⁵ columns of the
   *     picture, counted each time.
   * @throws IllegalArgumentException if there is no polygon, one has fewer than three corners or an
   *     odd number of numbers, or is too large, saying which
   */
  public static Rle rasterise(double[][] polygons, int height, int width) {
    int size = Rle.size(height, width);
    if (polygons.length == 0) {
      throw new IllegalArgumentException("polygons: none, expected at least one");
    }
    Rle[] masks = new Rle[polygons.length];
    long total = 0;
    for (int i = 0; i < masks.length; i++) {
      int[] corners = corners(i, polygons[i]);
      long crossings = crossings(corners, width);
      total += crossings;
      if (total > MOST_CROSSINGS) {
        throw new IllegalArgumentException(
            "polygon "
                + i
                + ": the outlines up to its own cross "
                + total
                + " columns of the picture, accepted are "
                + MOST_CROSSINGS);
      }
      masks[i] = rasterise(corners, (int) crossings, height, width, size);
    }
    return Rle.union(List.of(masks));
  }

  /** How many columns of the picture an outline crosses, each counted as often as it does. */
  private static long crossings(int[] corners, int width) {
    long crossings = 0;
    for (int k = 0; k + 2 < corners.length; k += 2) {
      int from = firstColumn(Math.min(corners[k], corners[k + 2]));
      int to = lastColumn(Math.max(corners[k], corners[k + 2]), width);
      crossings += Math.max(0, to - from + 1);
    }
    return crossings;
  }

  private static Rle rasterise(int[] corners, int crossings, int height, int width, int size) {
    int lowest = Integer.MAX_VALUE;
    int highest = Integer.MIN_VALUE;
    for (int k = 0; k < corners.length; k += 2) {
      lowest = Math.min(lowest, corners[k]);
      highest = Math.max(highest, corners[k]);
    }
    int first = firstColumn(lowest);
    int columns = Math.max(0, lastColumn(highest, width) - first + 1);
    // How many crossings each column has, as differences to the column before.
    int[] starts = new int[columns + 2];
    for (int k = 0; k + 2 < corners.length; k += 2) {
      int from = firstColumn(Math.min(corners[k], corners[k + 2]));
      int to = lastColumn(Math.max(corners[k], corners[k + 2]), width);
      if (from <= to) {
        starts[from - first + 1]++;
        starts[to - first + 2]--;
      }
    }
    // Now where each column's crossings begin, and below, as they come in, where the next one goes.
    int inColumn = 0;
    for (int c = 1; c <= columns; c++) {
      inColumn += starts[c];
      starts[c] = starts[c - 1] + inColumn;
    }
    int[] rows = new int[crossings];
    for (int k = 0; k + 2 < corners.length; k += 2) {
      cross(corners, k, height, width, first, starts, rows);
    }
    int[] ends = new int[rows.length + 1];
    int count = 0;
    int start = 0;
    for (int c = 0; c < columns; c++) {
      sort(rows, start, starts[c]);
      int top = (first + c) * height;
      for (; start < starts[c]; start++) {
        if (rows[start] == NONE) {
          continue;
        }
        int end = top + rows[start];
        // Twice at the same place is not at all.
        if (count > 0 && ends[count - 1] == end) {
          count--;
        } else {
          ends[count++] = end;
        }
      }
    }
    if (count == 0 || ends[count - 1] != size) {
      ends[count++] = size;
    }
    return Rle.ofEnds(height, width, ends, count);
  }

  /** The corners in fifths of a pixel, the first again at the end. */
  private static int[] corners(int index, double[] polygon) {
    if (polygon.length < 6 || polygon.length % 2 != 0) {
      throw new IllegalArgumentException(
          "polygon "
              + index
              + ": "
              + polygon.length
              + " numbers, expected x, y of three corners or more");
    }
    int[] corners = new int[polygon.length + 2];
    for (int k = 0; k < polygon.length; k++) {
      if (!(Math.abs(polygon[k]) <= FARTHEST)) {
        throw new IllegalArgumentException(
            "polygon "
                + index
                + ": number "
                + k
                + " is "
                + polygon[k]
                + ", accepted are -2e8 to 2e8");
      }
      corners[k] = (int) (SCALE * polygon[k] + .5);
    }
    corners[polygon.length] = corners[0];
    corners[polygon.length + 1] = corners[1];
    return corners;
  }

  /** The first column of the picture whose middle is not left of a place in fifths. */
  private static int firstColumn(int left) {
    return Math.max(0, -Math.floorDiv(MIDDLE - left, SCALE));
  }

  /** The last column of the picture whose middle is left of a place in fifths. */
  private static int lastColumn(int right, int width) {
    return Math.min(width - 1, Math.floorDiv(right - MIDDLE - 1, SCALE));
  }

  /**
   * Puts the rows at which the edge from corner k to the next crosses columns where they belong.
   */
  private static void cross(
      int[] corners, int k, int height, int width, int first, int[] starts, int[] rows) {
    int x0 = corners[k];
    int y0 = corners[k + 1];
    int x1 = corners[k + 2];
    int y1 = corners[k + 3];
    int column = firstColumn(Math.min(x0, x1));
    int last = lastColumn(Math.max(x0, x1), width);
    if (column > last) {
      return;
    }
    int dx = Math.abs(x1 - x0);
    int dy = Math.abs(y1 - y0);
    boolean flat = dx >= dy;
    boolean turned = flat ? x0 > x1 : y0 > y1;
    if (turned) {
      int x = x0;
      x0 = x1;
      x1 = x;
      int y = y0;
      y0 = y1;
      y1 = y;
    }
    if (flat) {
      double slope = (double) (y1 - y0) / dx;
      for (; column <= last; column++) {
        int t = SCALE * column + MIDDLE - x0;
        int before = (int) (y0 + slope * t + .5);
        int behind = (int) (y0 + slope * (t + 1) + .5);
        rows[starts[column - first]++] = row(Math.min(before, behind), height);
      }
      return;
    }
    double slope = (double) (x1 - x0) / dy;
    double inverse = 1 / slope;
    boolean rising = x1 > x0;
    for (; column <= last; column++) {
      int right = SCALE * column + MIDDLE + 1;
      // The first point t on the other side of the middle, where x is a number of fifths or more
      // or, if x falls, less than it; it never turns back as t grows. At most the guess is beside
      // it.
      int t = (int) Math.min(dy, (right - .5 - x0) * inverse + 1);
      int before = (int) (x0 + slope * (t - 1) + .5);
      int behind = (int) (x0 + slope * t + .5);
      while (before >= right == rising) {
        t--;
        behind = before;
        before = (int) (x0 + slope * (t - 1) + .5);
      }
      while (behind >= right != rising) {
        t++;
        before = behind;
        behind = (int) (x0 + slope * t + .5);
      }
      // A point to the next is one fifth, by rounding two at slopes of nearly 1 far outside; the
      // one that counts is then the lower x, or the higher less one, by the way the edge is walked.
      int counted = rising != turned ? Math.max(before, behind) - 1 : Math.min(before, behind);
      rows[starts[column - first]++] = counted == right - 1 ? row(y0 + t - 1, height) : NONE;
    }
  }

  /** The row that begins at or below a place in fifths, inside the picture. */
  private static int row(int place, int height) {
    return Math.min(height, Math.max(0, place + MIDDLE) / SCALE);
  }

  // Most columns have two crossings.
  private static void sort(int[] rows, int from, int to) {
    if (to - from > 40) {
      Arrays.sort(rows, from, to);
      return;
    }
    for (int i = from + 1; i < to; i++) {
      int row = rows[i];
      int j = i;
      for (; j > from && rows[j - 1] > row; j--) {
        rows[j] = rows[j - 1];
      }
      rows[j] = row;
    }
  }
}
