package dev.riffle.coco.value;

import dev.riffle.json.JsonException;
import dev.riffle.json.JsonReader;
import dev.riffle.mask.Polygons;
import dev.riffle.mask.Rle;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A {@code segmentation}: polygons, or run lengths as numbers or as a text. */
public final class Outline {
  private static final long SIZE = JsonReader.code("size");
  private static final long COUNTS = JsonReader.code("counts");

  private Outline() {}

  /**
   * Decodes what the reader is at.
   *
   * @param height of the picture, for polygons
   * @throws JsonException if it is none, or not one of a size
   */
  public static Rle read(JsonReader in, byte[] bytes, int height, int width) throws JsonException {
    int c = in.peek();
    int at = in.at();
    try {
      if (c == '[') {
        double[][] polygons = polygons(in);
        if (height <= 0 || width <= 0) {
          throw new JsonException(
              "a polygon needs its picture's height and width, found " + height + " x " + width,
              at);
        }
        return Polygons.rasterise(polygons, height, width);
      }
      if (c == '{') {
        return runs(in, bytes);
      }
    } catch (IllegalArgumentException e) {
      throw new JsonException(e.getMessage(), at);
    }
    throw in.expected("polygons or run lengths");
  }

  static double[][] polygons(JsonReader in) throws JsonException {
    List<double[]> polygons = new ArrayList<>();
    in.open('[');
    if (in.closes(']')) {
      throw new JsonException("expected at least one polygon, found none", in.at());
    }
    do {
      double[] polygon = in.numbers();
      if (polygon.length < 6 || polygon.length % 2 != 0) {
        throw new JsonException(
            "polygon "
                + polygons.size()
                + ": expected x and y of at least 3 points, found "
                + polygon.length
                + " numbers",
            in.at());
      }
      for (double number : polygon) {
        if (!Double.isFinite(number)) {
          throw new JsonException(
              "polygon " + polygons.size() + ": expected finite numbers, found " + number, in.at());
        }
      }
      polygons.add(polygon);
    } while (in.more(']'));
    return polygons.toArray(double[][]::new);
  }

  private static Rle runs(JsonReader in, byte[] bytes) throws JsonException {
    int at = in.at();
    double[] size = null;
    int[] runs = null;
    byte[] text = null;
    int from = 0;
    int to = 0;
    in.open('{');
    if (!in.closes('}')) {
      do {
        long key = in.key();
        if (key == SIZE) {
          size = in.numbers();
        } else if (key == COUNTS && in.peek() == '"') {
          from = in.at() + 1;
          in.skip();
          to = in.at() - 1;
          text = bytes;
          if (hasEscape(bytes, from, to)) {
            text = unescaped(bytes, from, to);
            from = 0;
            to = text.length;
          }
        } else if (key == COUNTS) {
          runs = counts(in);
          text = null;
        } else {
          in.skip();
        }
      } while (in.more('}'));
    }
    if (size == null || size.length != 2 || !isLength(size[0]) || !isLength(size[1])) {
      throw new JsonException(
          "size: expected height and width, found "
              + (size == null ? "nothing" : Arrays.toString(size)),
          at);
    }
    int height = (int) size[0];
    int width = (int) size[1];
    if (text != null) {
      return Rle.decode(height, width, text, from, to);
    }
    if (runs == null) {
      throw new JsonException("expected counts, found none", at);
    }
    return Rle.of(height, width, runs);
  }

  private static boolean isLength(double number) {
    return number >= 0 && number == (int) number;
  }

  // Texts of masks hold backslashes, doubled in JSON; any other escape is left to the reader.
  private static byte[] unescaped(byte[] bytes, int from, int to) throws JsonException {
    byte[] plain = new byte[to - from];
    int length = 0;
    for (int p = from; p < to; p++) {
      if (bytes[p] == '\\' && bytes[++p] != '\\') {
        return new JsonReader(bytes, from - 1, to + 1).text().getBytes(StandardCharsets.UTF_8);
      }
      plain[length++] = bytes[p];
    }
    return Arrays.copyOf(plain, length);
  }

  private static boolean hasEscape(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == '\\') {
        return true;
      }
    }
    return false;
  }

  private static int[] counts(JsonReader in) throws JsonException {
    int[] counts = new int[64];
    int size = 0;
    in.open('[');
    if (in.closes(']')) {
      return new int[0];
    }
    do {
      if (size == counts.length) {
        counts = Arrays.copyOf(counts, size * 2);
      }
      in.peek();
      long count = in.whole();
      if (count < 0 || count > Integer.MAX_VALUE) {
        throw new JsonException(
            "counts[" + size + "]: expected runs of 0 or more, found " + count, in.at());
      }
      counts[size++] = (int) count;
    } while (in.more(']'));
    return Arrays.copyOf(counts, size);
  }
}
