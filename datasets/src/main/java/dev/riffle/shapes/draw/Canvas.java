package dev.riffle.shapes.draw;

import dev.riffle.box.Box;
import java.util.ArrayList;
import java.util.List;

/** A picture in the making, which remembers what is drawn where. */
final class Canvas {
  final int width;
  final int height;
  private final byte[] bgr;
  private final byte[] shown; // [height][width], 0 is the ground

  Canvas(int width, int height) {
    this.width = width;
    this.height = height;
    bgr = new byte[3 * width * height];
    shown = new byte[width * height];
  }

  /** Paints all of it. */
  void fill(Paint paint) {
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        set(y * width + x, paint.at(x, y));
      }
    }
  }

  /**
   * Paints a part.
   *
   * @param opacity 0 to 1
   */
  void paint(Coverage part, Paint paint, double opacity) {
    int strength = (int) (256 * opacity);
    for (int y = 0; y < part.height(); y++) {
      for (int x = 0; x < part.width(); x++) {
        int share = part.shares()[y * part.width() + x] * strength >> 8;
        if (share > 0) {
          int at = (part.top() + y) * width + part.left() + x;
          int colour = paint.at(part.left() + x, part.top() + y);
          set(at, Colour.mix(get(at), colour, share));
        }
      }
    }
  }

  /** The pixels that are mostly inside belong to this object from now on. */
  void own(Coverage part, int object) {
    for (int y = 0; y < part.height(); y++) {
      for (int x = 0; x < part.width(); x++) {
        if (isInside(part, y, x)) {
          shown[(part.top() + y) * width + part.left() + x] = (byte) (object + 1);
        }
      }
    }
  }

  /** How many pixels a part would take from each object; first, how many from the ground. */
  int[] taken(Coverage part, int objects) {
    int[] taken = new int[objects + 1];
    for (int y = 0; y < part.height(); y++) {
      for (int x = 0; x < part.width(); x++) {
        if (isInside(part, y, x)) {
          taken[shown[(part.top() + y) * width + part.left() + x]]++;
        }
      }
    }
    return taken;
  }

  private static boolean isInside(Coverage part, int y, int x) {
    return 2 * part.shares()[y * part.width() + x] >= Coverage.FULL;
  }

  /** The mean colour in and around a part, looked at here and there. */
  int mean(Coverage part) {
    int step = Math.max(1, Math.max(part.width(), part.height()) / 16);
    int red = 0;
    int green = 0;
    int blue = 0;
    int count = 0;
    for (int y = 0; y < part.height(); y += step) {
      for (int x = 0; x < part.width(); x += step) {
        int colour = get((part.top() + y) * width + part.left() + x);
        red += Colour.red(colour);
        green += Colour.green(colour);
        blue += Colour.blue(colour);
        count++;
      }
    }
    return red / count << 16 | green / count << 8 | blue / count;
  }

  /** Makes each pixel lighter or darker by at most so much, as a camera's sensor does. */
  void grain(int most, Chance chance) {
    long bits = 0;
    for (int i = 0; i < width * height; i++, bits >>>= 8) {
      if (i % 8 == 0) {
        bits = chance.bits();
      }
      int change = ((int) (bits & 0xff) * (2 * most + 1) >> 8) - most;
      for (int c = 3 * i; c < 3 * i + 3; c++) {
        bgr[c] = (byte) Math.min(255, Math.max(0, (bgr[c] & 0xff) + change));
      }
    }
  }

  private int get(int at) {
    return (bgr[3 * at + 2] & 0xff) << 16 | (bgr[3 * at + 1] & 0xff) << 8 | bgr[3 * at] & 0xff;
  }

  private void set(int at, int colour) {
    bgr[3 * at] = (byte) colour;
    bgr[3 * at + 1] = (byte) (colour >> 8);
    bgr[3 * at + 2] = (byte) (colour >> 16);
  }

  /**
   * The finished scene.
   *
   * @param categories of the objects; each must show
   */
  Scene scene(List<Integer> categories) {
    int[][] bounds = new int[categories.size()][]; // left, top, right, bottom, area
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int object = shown[y * width + x] - 1;
        if (object >= 0) {
          int[] b = bounds[object];
          if (b == null) {
            b = new int[] {x, y, 0, 0, 0};
            bounds[object] = b;
          }
          b[0] = Math.min(b[0], x);
          b[2] = Math.max(b[2], x + 1);
          b[3] = y + 1;
          b[4]++;
        }
      }
    }
    List<Scene.Thing> things = new ArrayList<>();
    for (int i = 0; i < bounds.length; i++) {
      int[] b = bounds[i];
      things.add(new Scene.Thing(new Box(b[0], b[1], b[2], b[3]), categories.get(i), b[4]));
    }
    return new Scene(width, height, bgr, shown, things);
  }
}
