package dev.riffle.eval.match;

import dev.riffle.box.Box;
import dev.riffle.box.Detection;
import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.Keypoints;
import dev.riffle.dataset.Results;
import dev.riffle.dataset.Shapes;
import dev.riffle.eval.Evaluation;
import dev.riffle.eval.Settings;
import dev.riffle.mask.Rle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Detections gathered image by image, evaluated when asked for. The order in which images are added
 * does not matter, nor does it matter whether they are gathered here or in several and merged: the
 * outcome is, to the bit, that of all at once. For one thread at a time.
 */
public final class RunningEvaluation {
  private final Dataset dataset;
  private final Settings settings;
  private final boolean[] added; // [image]
  private final List<Results> parts = new ArrayList<>();

  public RunningEvaluation(Dataset dataset, Settings settings) {
    this.dataset = dataset;
    this.settings = settings;
    added = new boolean[dataset.images().size()];
  }

  /**
   * Adds the boxes found in an image, in the order in which equal scores rank. Their numbers are
   * widened to doubles.
   *
   * @param image index into the data set's pictures
   * @throws IllegalArgumentException if the image was added before or is not there, or a category
   *     is not
   */
  public void add(int image, List<Detection> detections) {
    int size = detections.size();
    int[] categories = new int[size];
    double[] boxes = new double[4 * size];
    double[] scores = new double[size];
    for (int i = 0; i < size; i++) {
      Detection detection = detections.get(i);
      Box box = detection.box();
      categories[i] = detection.category();
      boxes[4 * i] = box.left();
      boxes[4 * i + 1] = box.top();
      boxes[4 * i + 2] = box.width();
      boxes[4 * i + 3] = box.height();
      scores[i] = detection.score();
    }
    add(image, categories, boxes, scores);
  }

  /**
   * Adds the boxes found in an image.
   *
   * @param categories {@code [detection]} indices into the data set's categories
   * @param boxes {@code [detection][x y width height]} in pixels
   * @throws IllegalArgumentException as above, or if the lengths do not fit
   */
  public void add(int image, int[] categories, double[] boxes, double[] scores) {
    int size = categories.length;
    if (boxes.length != 4 * size || scores.length != size) {
      throw new IllegalArgumentException(
          "expected boxes and scores of "
              + size
              + " detections, found "
              + boxes.length
              + " and "
              + scores.length
              + " numbers");
    }
    double[] areas = new double[size];
    for (int i = 0; i < size; i++) {
      areas[i] = boxes[4 * i + 2] * boxes[4 * i + 3];
    }
    boolean[] here = new boolean[added.length];
    here[place(image)] = true;
    int[] images = new int[size];
    Arrays.fill(images, image);
    Results part =
        new Results(
            "image " + image,
            Results.Kind.BOXES,
            images,
            categories,
            boxes,
            areas,
            scores,
            Shapes.NONE,
            null);
    take(here, List.of(part));
  }

  /**
   * Adds results of any kind, of some images.
   *
   * @throws IllegalArgumentException if one of the images was added before, or the kind is not that
   *     of what was added before
   */
  public void add(Results results) {
    boolean[] here = new boolean[added.length];
    for (int image : results.image()) {
      here[place(image)] = true;
    }
    take(here, List.of(results));
  }

  /**
   * Takes over what another one has gathered on the same data set.
   *
   * @throws IllegalArgumentException if both have the same image, or the data sets differ; nothing
   *     is taken over then
   */
  public void merge(RunningEvaluation other) {
    if (!isSame(dataset, other.dataset)) {
      throw new IllegalArgumentException(
          "expected detections for " + dataset.source() + ", found some for another data set");
    }
    take(other.added, other.parts);
  }

  private static boolean isSame(Dataset a, Dataset b) {
    boolean isSame =
        a.images().size() == b.images().size() && a.categories().equals(b.categories());
    for (int image = 0; isSame && image < a.images().size(); image++) {
      isSame = a.images().ids().text(image).equals(b.images().ids().text(image));
    }
    return isSame;
  }

  /** Evaluates what is there; more may be added afterwards. */
  public Evaluation result() {
    return Evaluator.evaluate(dataset, gathered(), settings);
  }

  private int place(int image) {
    if (image < 0 || image >= added.length) {
      throw new IllegalArgumentException(
          "expected the index of an image below " + added.length + ", found " + image);
    }
    return image;
  }

  // All or nothing.
  private void take(boolean[] images, List<Results> more) {
    for (int image = 0; image < added.length; image++) {
      if (images[image] && added[image]) {
        throw new IllegalArgumentException(
            "image " + dataset.images().ids().text(image) + " was added before");
      }
    }
    more.forEach(this::check);
    for (int image = 0; image < added.length; image++) {
      added[image] |= images[image];
    }
    parts.addAll(more);
  }

  private void check(Results part) {
    if (!parts.isEmpty() && parts.get(0).kind() != part.kind()) {
      throw new IllegalArgumentException(
          part.source() + ": expected " + parts.get(0).kind() + ", found " + part.kind());
    }
    for (int category : part.category()) {
      if (category < -1 || category >= dataset.categories().size()) {
        throw new IllegalArgumentException(
            part.source()
                + ": expected the index of a category below "
                + dataset.categories().size()
                + ", found "
                + category);
      }
    }
  }

  /** All that was added, one after the other. */
  public Results gathered() {
    int[] first = new int[parts.size() + 1];
    boolean skeletons = false;
    for (int i = 0; i < parts.size(); i++) {
      first[i + 1] = Math.addExact(first[i], parts.get(i).size());
      skeletons |= parts.get(i).keypoints() != null;
    }
    int size = first[parts.size()];
    int[] images = new int[size];
    int[] categories = new int[size];
    double[] boxes = new double[4 * size];
    double[] areas = new double[size];
    double[] scores = new double[size];
    double[][] points = new double[size][];
    for (int i = 0; i < parts.size(); i++) {
      Results part = parts.get(i);
      int count = part.size();
      System.arraycopy(part.image(), 0, images, first[i], count);
      System.arraycopy(part.category(), 0, categories, first[i], count);
      System.arraycopy(part.boxes(), 0, boxes, 4 * first[i], 4 * count);
      System.arraycopy(part.areas(), 0, areas, first[i], count);
      System.arraycopy(part.scores(), 0, scores, first[i], count);
      if (part.keypoints() != null) {
        System.arraycopy(part.keypoints().points(), 0, points, first[i], count);
      }
    }
    return new Results(
        parts.size() + " parts",
        parts.isEmpty() ? Results.Kind.BOXES : parts.get(0).kind(),
        images,
        categories,
        boxes,
        areas,
        scores,
        new Concatenated(List.copyOf(parts), first),
        skeletons ? new Keypoints(points, new int[size]) : null);
  }

  private record Concatenated(List<Results> parts, int[] first) implements Shapes {

    private int part(int annotation) {
      int at = Arrays.binarySearch(first, annotation + 1); // the first one to begin after it
      return at < 0 ? -at - 2 : at - 1;
    }

    @Override
    public boolean has(int annotation) {
      int part = part(annotation);
      return parts.get(part).shapes().has(annotation - first[part]);
    }

    @Override
    public boolean fitBoxes() {
      return parts.stream().allMatch(part -> part.shapes().fitBoxes());
    }

    @Override
    public Rle mask(int annotation, int height, int width) {
      int part = part(annotation);
      return parts.get(part).shapes().mask(annotation - first[part], height, width);
    }
  }
}
