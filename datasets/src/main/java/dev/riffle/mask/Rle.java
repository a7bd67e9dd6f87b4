package dev.riffle.mask;

import java.util.Arrays;
import java.util.List;

/**
 * A mask as lengths of runs, column by column: first how many zeros, then how many ones, and so on.
 * The array is shared, not copied; nobody may change it afterwards.
 *
 * @param height pixels, 0 or more; height · width is less than 2³¹
 * @param width pixels, 0 or more
 * @param runs each 0 or more; they add up to height · width
 */
public record Rle(int height, int width, int[] runs) {

  /**
   * @throws IllegalArgumentException if a length is negative or they do not add up
   */
  public Rle {
    int size = size(height, width);
    long sum = 0;
    int signs = 0;
    for (int run : runs) {
      sum += run;
      signs |= run;
    }
    for (int i = 0; signs < 0; i++) {
      if (runs[i] < 0) {
        throw new IllegalArgumentException(
            "mask: run " + i + " is " + runs[i] + " long, expected 0 or more");
      }
    }
    if (sum != size) {
      throw new IllegalArgumentException(
          "mask: the runs add up to " + sum + ", expected " + picture(height, width));
    }
  }

  /**
   * A mask of these runs, which are not copied.
   *
   * @throws IllegalArgumentException if a length is negative or they do not add up
   */
  public static Rle of(int height, int width, int[] runs) {
    return new Rle(height, width, runs);
  }

  /**
   * The mask that a compressed text describes, as COCO files have it.
   *
   * @param text its characters, with nothing escaped
   * @param from index of the first
   * @param to index behind the last
   * @throws IllegalArgumentException if it is no such text, or of a mask of another size, saying at
   *     which character
   */
  public static Rle decode(int height, int width, byte[] text, int from, int to) {
    return new Rle(height, width, RleText.decode(height, width, text, from, to));
  }

  /** The compressed text of the mask. */
  public String encode() {
    return RleText.encode(runs);
  }

  /**
   * The mask of the pixels that are not 0.
   *
   * @param pixels {@code [height][width]}
   * @throws IllegalArgumentException if there are more or fewer than height · width
   */
  public static Rle ofPixels(int height, int width, byte[] pixels) {
    int size = size(height, width);
    if (pixels.length != size) {
      throw new IllegalArgumentException(
          "mask: " + pixels.length + " pixels, expected " + picture(height, width));
    }
    int[] ends = new int[16];
    int count = 0;
    boolean inside = false;
    for (int x = 0; x < width; x++) {
      for (int y = 0; y < height; y++) {
        if (pixels[y * width + x] != 0 != inside) {
          inside = !inside;
          if (count + 1 == ends.length) {
            ends = Arrays.copyOf(ends, 2 * count + 2);
          }
          ends[count++] = x * height + y;
        }
      }
    }
    ends[count++] = size;
    return ofEnds(height, width, ends, count);
  }

  /** The mask's pixels, 0 or 1: {@code [height][width]}. */
  public byte[] toPixels() {
    byte[] pixels = new byte[height * width];
    int x = 0;
    int y = 0;
    for (int i = 0; i < runs.length; i++) {
      for (int left = runs[i]; left > 0; ) {
        int part = Math.min(left, height - y);
        if (i % 2 == 1) {
          for (int k = 0; k < part; k++) {
            pixels[(y + k) * width + x] = 1;
          }
        }
        left -= part;
        y += part;
        if (y == height) {
          y = 0;
          x++;
        }
      }
    }
    return pixels;
  }

  /** How many pixels the mask has. */
  public long area() {
    long area = 0;
    for (int i = 1; i < runs.length; i += 2) {
      area += runs[i];
    }
    return area;
  }

  /**
   * The smallest box around the mask: x, y, width, height; all 0 for a mask without pixels, also
   * where it is written with runs of no ones at all (there pycocotools gives widths beyond 2³¹).
   */
  public double[] box() {
    return Spans.of(this).box();
  }

  /**
   * What is in any of the masks. One alone is returned as it is; otherwise no run but the first is
   * of length 0.
   *
   * @throws IllegalArgumentException if there is no mask, or they differ in size
   */
  public static Rle union(List<Rle> masks) {
    return Merging.merge(masks, false);
  }

  /**
   * What is in all of the masks. One alone is returned as it is; otherwise no run but the first is
   * of length 0.
   *
   * @throws IllegalArgumentException if there is no mask, or they differ in size
   */
  public static Rle intersection(List<Rle> masks) {
    return Merging.merge(masks, true);
  }

  /** Where each run ends, as a new array. */
  int[] ends() {
    int[] ends = new int[runs.length];
    int end = 0;
    for (int i = 0; i < ends.length; i++) {
      end += runs[i];
      ends[i] = end;
    }
    return ends;
  }

  /** A mask of the first runs of an array that says where they end. */
  static Rle ofEnds(int height, int width, int[] ends, int count) {
    int[] runs = new int[count];
    int start = 0;
    for (int i = 0; i < count; i++) {
      runs[i] = ends[i] - start;
      start = ends[i];
    }
    return new Rle(height, width, runs);
  }

  /** How many pixels such a picture has. */
  static int size(int height, int width) {
    if (height < 0 || width < 0) {
      throw new IllegalArgumentException(
          "mask: height " + height + ", width " + width + ", expected 0 or more");
    }
    long size = (long) height * width;
    if (size > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "mask: " + picture(height, width) + " pixels, accepted are fewer than 2^31");
    }
    return (int) size;
  }

  /** The size in words, for messages. */
  static String picture(int height, int width) {
    return "height " + height + " · width " + width + " = " + (long) height * width;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Rle rle
        && height == rle.height
        && width == rle.width
        && Arrays.equals(runs, rle.runs);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * height + width) + Arrays.hashCode(runs);
  }

  @Override
  public String toString() {
    return "Rle[height=" + height + ", width=" + width + ", runs=" + Arrays.toString(runs) + "]";
  }
}
