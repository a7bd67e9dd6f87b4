package dev.riffle.assign;

import dev.riffle.box.Box;
import dev.riffle.decode.DistanceDecoder;
import dev.riffle.graph.Shape;
import java.util.List;

/**
 * Where a head looks: its places, level by level, row by row.
 *
 * @param strides pixels between two places of each level
 * @param begins the first place of each level, and one past the last level's last
 * @param x where each place lies, in pixels of the input
 * @param y likewise
 */
public record Places(List<Integer> strides, int[] begins, float[] x, float[] y) {

  /** The places of an input: at each level as many as strides fit in, the last one maybe partly. */
  public static Places of(DistanceDecoder decoder, Shape input) {
    List<Integer> strides = decoder.strides();
    int[] begins = new int[strides.size() + 1];
    for (int level = 0; level < strides.size(); level++) {
      int stride = strides.get(level);
      begins[level + 1] =
          begins[level] + along(input.height(), stride) * along(input.width(), stride);
    }
    float[] x = new float[begins[strides.size()]];
    float[] y = new float[x.length];
    for (int level = 0; level < strides.size(); level++) {
      int stride = strides.get(level);
      int width = along(input.width(), stride);
      for (int place = begins[level]; place < begins[level + 1]; place++) {
        x[place] = decoder.centre((place - begins[level]) % width, stride);
        y[place] = decoder.centre((place - begins[level]) / width, stride);
      }
    }
    return new Places(strides, begins, x, y);
  }

  /** How many places stand along so many pixels. */
  public static int along(int pixels, int stride) {
    return (pixels + stride - 1) / stride;
  }

  /** How many there are in all. */
  public int count() {
    return x.length;
  }

  /** The level to which a place belongs. */
  public int level(int place) {
    int level = 0;
    while (place >= begins[level + 1]) {
      level++;
    }
    return level;
  }

  /**
   * How far it is from a place to a side of a box, in pixels; negative where the place lies beyond.
   *
   * @param side left, top, right, bottom
   */
  public float distance(int place, int side, Box box) {
    return switch (side) {
      case 0 -> x[place] - box.left();
      case 1 -> y[place] - box.top();
      case 2 -> box.right() - x[place];
      default -> box.bottom() - y[place];
    };
  }

  /** How deep a place lies in a box: how far it is to the nearest side, in pixels. */
  public float depth(int place, Box box) {
    return Math.min(
        Math.min(x[place] - box.left(), box.right() - x[place]),
        Math.min(y[place] - box.top(), box.bottom() - y[place]));
  }
}
