package dev.riffle.yolo;

import dev.riffle.file.FileName;
import dev.riffle.file.TextFile;
import dev.riffle.image.ImageSize;
import dev.riffle.mask.Polygons;
import dev.riffle.text.FiniteNumber;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The lines of label files, gathered. */
final class YoloLabels {
  private static final int BOX = 5; // class, middle x and y, width, height
  private static final int SMALLEST_POLYGON = 7; // class and three points

  /**
   * One line.
   *
   * @param label the class, from 0
   * @param box x, y, width, height in pixels; of a polygon the one around it
   * @param polygon x y x y … in pixels, or null
   */
  record Row(int image, int label, double[] box, double area, double[] polygon) {}

  final List<Row> rows = new ArrayList<>();
  private final int classes; // 0 if they are not known

  YoloLabels(int classes) {
    this.classes = classes;
  }

  /**
   * Reads the file of a picture.
   *
   * @throws IOException one line that begins with the path and the line in the file
   */
  void read(Path path, int image, ImageSize size) throws IOException {
    List<String> lines = TextFile.lines(path);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty()) {
        rows.add(row(path + ":" + (i + 1) + ": ", line.split("\\s+"), image, size));
      }
    }
  }

  private Row row(String where, String[] words, int image, ImageSize size) throws IOException {
    boolean isPolygon = words.length >= SMALLEST_POLYGON && words.length % 2 == 1;
    if (words.length != BOX && !isPolygon) {
      throw new IOException(
          where
              + "expected a class and a box (middle x, y, width, height) or at least three points"
              + " (x, y), found "
              + words.length
              + " numbers"
              + (words.length == BOX + 1 ? "; with a score it is a detection" : ""));
    }
    BigDecimal[] numbers = new BigDecimal[words.length];
    for (int i = 0; i < words.length; i++) {
      try {
        numbers[i] = FiniteNumber.parse(words[i]);
      } catch (NumberFormatException e) {
        throw new IOException(where + "expected a number, found " + FileName.shown(words[i]), e);
      }
    }
    int label = label(where, numbers[0], words[0]);
    return isPolygon ? polygon(numbers, image, label, size) : box(numbers, image, label, size);
  }

  private int label(String where, BigDecimal number, String word) throws IOException {
    try {
      int label = number.intValueExact();
      if (label >= 0 && (classes == 0 || label < classes)) {
        return label;
      }
    } catch (ArithmeticException e) {
      // said below
    }
    String accepted = classes == 0 ? "a class from 0" : "a class from 0 to " + (classes - 1);
    throw new IOException(where + "expected " + accepted + ", found " + FileName.shown(word));
  }

  private static Row box(BigDecimal[] numbers, int image, int label, ImageSize size) {
    YoloAxis x = new YoloAxis(numbers[1], numbers[3]);
    YoloAxis y = new YoloAxis(numbers[2], numbers[4]);
    double width = x.pixels(size.width());
    double height = y.pixels(size.height());
    double[] box = {x.start(size.width()), y.start(size.height()), width, height};
    return new Row(image, label, box, width * height, null);
  }

  private static Row polygon(BigDecimal[] numbers, int image, int label, ImageSize size) {
    double[] polygon = new double[numbers.length - 1];
    double left = Double.MAX_VALUE;
    double top = Double.MAX_VALUE;
    double right = -Double.MAX_VALUE;
    double bottom = -Double.MAX_VALUE;
    for (int i = 0; i < polygon.length; i += 2) {
      polygon[i] = YoloAxis.place(numbers[i + 1], size.width());
      polygon[i + 1] = YoloAxis.place(numbers[i + 2], size.height());
      left = Math.min(left, polygon[i]);
      right = Math.max(right, polygon[i]);
      top = Math.min(top, polygon[i + 1]);
      bottom = Math.max(bottom, polygon[i + 1]);
    }
    double[] box = {left, top, right - left, bottom - top};
    return new Row(image, label, box, Math.abs(Polygons.signedArea(polygon)), polygon);
  }
}
