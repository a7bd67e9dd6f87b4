package dev.riffle.shapes.draw;

import java.util.Arrays;

/**
 * How much of each pixel lies inside some contours, within a window of a picture.
 *
 * <p>Four lines are laid through a row of pixels, and along them it is exact.
 *
 * @param left first column of the window
 * @param top first row
 * @param width of the window; 0 where nothing of it is in the picture
 * @param shares {@code [height][width]}, 0 to 256
 */
record Coverage(int left, int top, int width, int height, short[] shares) {
  static final int FULL = 256;

  private static final int LINES = 4;

  static Coverage of(Contours contours, int pictureWidth, int pictureHeight) {
    double minX = Double.POSITIVE_INFINITY;
    double minY = Double.POSITIVE_INFINITY;
    double maxX = Double.NEGATIVE_INFINITY;
    double maxY = Double.NEGATIVE_INFINITY;
    int most = 0;
    for (double[] ring : contours.rings()) {
      for (int i = 0; i < ring.length; i += 2) {
        minX = Math.min(minX, ring[i]);
        maxX = Math.max(maxX, ring[i]);
        minY = Math.min(minY, ring[i + 1]);
        maxY = Math.max(maxY, ring[i + 1]);
      }
      most += ring.length / 2;
    }
    int left = (int) Math.max(0, Math.floor(minX));
    int top = (int) Math.max(0, Math.floor(minY));
    int width = Math.max(0, (int) Math.min(pictureWidth, Math.ceil(maxX)) - left);
    int height = Math.max(0, (int) Math.min(pictureHeight, Math.ceil(maxY)) - top);
    short[] shares = new short[width * height];
    double[] starts =
        new double[width + 2]; // of what is inside: how much more than one to the left
    double[] crossings = new double[most];
    boolean[] entering = new boolean[most];
    for (int y = 0; y < height && width > 0; y++) {
      Arrays.fill(starts, 0);
      for (int line = 0; line < LINES; line++) {
        double at = top + y + (line + 0.5) / LINES;
        int count = cross(contours, at, crossings, entering);
        add(crossings, entering, count, left, width, starts);
      }
      double inside = 0;
      for (int x = 0; x < width; x++) {
        inside += starts[x];
        shares[y * width + x] = (short) (inside * (FULL / LINES) + 0.5);
      }
    }
    return new Coverage(left, top, width, height, shares);
  }

  /** Where the contours cross a line, from left to right, and whether on the way into the area. */
  private static int cross(Contours contours, double at, double[] crossings, boolean[] entering) {
    int count = 0;
    for (double[] ring : contours.rings()) {
      double x0 = ring[ring.length - 2];
      double y0 = ring[ring.length - 1];
      for (int i = 0; i < ring.length; i += 2) {
        double x1 = ring[i];
        double y1 = ring[i + 1];
        if (y0 > at != y1 > at) {
          double x = x0 + (at - y0) / (y1 - y0) * (x1 - x0);
          int place = count++;
          for (; place > 0 && crossings[place - 1] > x; place--) {
            crossings[place] = crossings[place - 1];
            entering[place] = entering[place - 1];
          }
          crossings[place] = x;
          entering[place] = y1 < y0; // outer lines go up on the left
        }
        x0 = x1;
        y0 = y1;
      }
    }
    return count;
  }

  // What has turned inside out is wound round the other way and counts as outside.
  private static void add(
      double[] crossings, boolean[] entering, int count, int left, int width, double[] starts) {
    int winding = 0;
    for (int i = 0; i < count; i++) {
      int before = winding;
      winding += entering[i] ? 1 : -1;
      if (before > 0 == winding > 0) {
        continue;
      }
      double x = Math.min(width, Math.max(0, crossings[i] - left));
      int column = (int) x;
      double share = column + 1 - x; // of that column, behind the crossing
      double sign = winding > 0 ? 1 : -1;
      starts[column] += sign * share;
      starts[column + 1] += sign * (1 - share);
    }
  }
}
