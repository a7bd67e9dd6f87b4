package dev.riffle.coco.read;

import dev.riffle.coco.value.CocoFormatException;
import dev.riffle.coco.value.JsonShapes;
import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.IdIndex;
import dev.riffle.dataset.Results;

/** Boxes as rows of seven numbers. */
public final class ResultMatrix {
  private static final String SOURCE = "results in memory";

  private ResultMatrix() {}

  /**
   * Reads rows of image id, x, y, width, height, score and category id.
   *
   * @throws CocoFormatException naming the row that is wrong
   */
  public static Results read(double[][] rows, Dataset dataset) throws CocoFormatException {
    if (rows.length == 0) {
      throw new CocoFormatException(SOURCE + ": expected at least one result, found none");
    }
    IdIndex images = new IdIndex(dataset.images().ids());
    IdIndex categories = IdIndex.of(dataset.categories());
    int[] image = new int[rows.length];
    int[] category = new int[rows.length];
    double[] boxes = new double[4 * rows.length];
    double[] areas = new double[rows.length];
    double[] scores = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      double[] row = rows[i];
      if (row.length != 7) {
        throw wrong(i, "7 numbers", Integer.toString(row.length));
      }
      image[i] = images.place(whole(i, row[0]));
      if (image[i] < 0) {
        throw wrong(i, "the id of a picture of " + dataset.source(), Long.toString((long) row[0]));
      }
      System.arraycopy(row, 1, boxes, 4 * i, 4);
      areas[i] = row[3] * row[4];
      scores[i] = row[5];
      category[i] = categories.place(whole(i, row[6]));
    }
    return new Results(
        SOURCE,
        Results.Kind.BOXES,
        image,
        category,
        boxes,
        areas,
        scores,
        new JsonShapes(SOURCE + ": results", null, 0, new int[rows.length], boxes, false),
        null);
  }

  private static long whole(int row, double number) throws CocoFormatException {
    if (number != (long) number) {
      throw wrong(row, "a whole number as an id", Double.toString(number));
    }
    return (long) number;
  }

  private static CocoFormatException wrong(int row, String expected, String found) {
    return new CocoFormatException(
        SOURCE + ": results[" + row + "]: expected " + expected + ", found " + found);
  }
}
