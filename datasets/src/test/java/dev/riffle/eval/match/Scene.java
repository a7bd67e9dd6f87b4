package dev.riffle.eval.match;

import dev.riffle.box.Categories;
import dev.riffle.box.Category;
import dev.riffle.dataset.Annotations;
import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.Ids;
import dev.riffle.dataset.Images;
import dev.riffle.dataset.Results;
import dev.riffle.dataset.Shapes;
import java.util.ArrayList;
import java.util.List;

/** A data set and its detections, written down object by object. */
public final class Scene {
  private final Ids imageIds;
  private final List<Category> categories = new ArrayList<>();
  private final List<double[]> truths = new ArrayList<>(); // id image category crowd area x y w h
  private final List<double[]> detections = new ArrayList<>(); // image category score x y w h

  public Scene(Ids imageIds, long... categoryIds) {
    this.imageIds = imageIds;
    for (long id : categoryIds) {
      categories.add(new Category(id, "c" + id));
    }
  }

  /** Two images, two categories. */
  public Scene() {
    this(Ids.of(1, 2), 1, 2);
  }

  public Scene truthAt(double id, int image, int category, double area, double... box) {
    truths.add(new double[] {id, image, category, 0, area, box[0], box[1], box[2], box[3]});
    return this;
  }

  /** In the first image and category, its area that of its box. */
  public Scene truth(double... box) {
    return truthAt(truths.size() + 1, 0, 0, box[2] * box[3], box);
  }

  public Scene crowd(double... box) {
    truth(box);
    truths.get(truths.size() - 1)[3] = 1;
    return this;
  }

  public Scene detectionAt(int image, int category, double score, double... box) {
    detections.add(new double[] {image, category, score, box[0], box[1], box[2], box[3]});
    return this;
  }

  public Scene detection(double score, double... box) {
    return detectionAt(0, 0, score, box);
  }

  public Dataset dataset() {
    int size = truths.size();
    long[] ids = new long[size];
    boolean[] crowds = new boolean[size];
    for (int i = 0; i < size; i++) {
      ids[i] = (long) truths.get(i)[0];
      crowds[i] = truths.get(i)[3] != 0;
    }
    int images = imageIds.size();
    return new Dataset(
        "scene",
        new Images(imageIds, new String[images], new int[images], new int[images]),
        new Categories(categories),
        new Annotations(
            Ids.of(ids),
            ints(truths, 1),
            ints(truths, 2),
            boxes(truths, 5),
            column(truths, 4),
            crowds,
            Shapes.NONE,
            null));
  }

  public Results results() {
    double[] boxes = boxes(detections, 3);
    double[] areas = new double[detections.size()];
    for (int i = 0; i < areas.length; i++) {
      areas[i] = boxes[4 * i + 2] * boxes[4 * i + 3];
    }
    return new Results(
        "scene",
        Results.Kind.BOXES,
        ints(detections, 0),
        ints(detections, 1),
        boxes,
        areas,
        column(detections, 2),
        Shapes.NONE,
        null);
  }

  private static double[] column(List<double[]> rows, int at) {
    return rows.stream().mapToDouble(row -> row[at]).toArray();
  }

  private static int[] ints(List<double[]> rows, int at) {
    return rows.stream().mapToInt(row -> (int) row[at]).toArray();
  }

  private static double[] boxes(List<double[]> rows, int at) {
    double[] boxes = new double[4 * rows.size()];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i), at, boxes, 4 * i, 4);
    }
    return boxes;
  }
}
