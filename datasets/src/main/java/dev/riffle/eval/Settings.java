package dev.riffle.eval;

import dev.riffle.eval.numpy.Linspace;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * What is evaluated and how. The arrays are shared, not copied: nobody writes to them.
 *
 * @param iouType what is compared
 * @param grid at which thresholds, recalls, limits and sizes
 * @param choice of which images and categories
 * @param sigmas how far each keypoint may be off, relative to the object's size; only for keypoints
 * @param strictIds true treats a match with the annotation whose id is 0 as none, as pycocotools
 *     does, which keeps matches as ids; false counts it
 * @param threads how many work at once; the outcome does not depend on it
 */
public record Settings(
    IouType iouType, Grid grid, Choice choice, double[] sigmas, boolean strictIds, int threads) {

  /**
   * Where figures are taken.
   *
   * @param iouThresholds overlaps from which a detection counts as right, in this order
   * @param recallThresholds recalls at which precision is read off, in this order
   * @param maxDetections how many detections of an image and category count; sorted on construction
   * @param areas ranges of object sizes, in this order
   */
  public record Grid(
      double[] iouThresholds,
      double[] recallThresholds,
      int[] maxDetections,
      List<AreaRange> areas) {

    /**
     * Checks that there is something to evaluate.
     *
     * @throws IllegalArgumentException naming what is empty, not a number or out of range
     */
    public Grid {
      requireNumbers("IoU thresholds", iouThresholds);
      requireNumbers("recall thresholds", recallThresholds);
      maxDetections = maxDetections.clone();
      Arrays.sort(maxDetections);
      if (maxDetections.length == 0 || maxDetections[0] < 1) {
        throw new IllegalArgumentException(
            "maxDetections: expected positive numbers, found " + Arrays.toString(maxDetections));
      }
      areas = List.copyOf(areas);
      if (areas.isEmpty()) {
        throw new IllegalArgumentException("areas: expected at least one range, found none");
      }
      if (areas.stream().map(AreaRange::label).distinct().count() < areas.size()) {
        throw new IllegalArgumentException("areas: expected a label of its own for each: " + areas);
      }
    }
  }

  /**
   * What takes part.
   *
   * @param useCategories false takes all categories for one
   * @param images indices into the data set's pictures; null for all
   * @param categories indices into the data set's categories; null for all
   */
  public record Choice(boolean useCategories, int[] images, int[] categories) {}

  /**
   * Checks the rest.
   *
   * @throws IllegalArgumentException naming what is empty, not a number or out of range
   */
  public Settings {
    Objects.requireNonNull(iouType, "iouType");
    requireNumbers("sigmas", sigmas);
    if (threads < 1) {
      throw new IllegalArgumentException("threads: expected at least 1, found " + threads);
    }
  }

  private static void requireNumbers(String name, double[] values) {
    for (double value : values) {
      if (Double.isNaN(value)) {
        throw new IllegalArgumentException(
            name + ": expected numbers, found " + Arrays.toString(values));
      }
    }
    if (values.length == 0) {
      throw new IllegalArgumentException(name + ": expected at least one, found none");
    }
  }

  /** COCO's own settings, on as many threads as there are processors. */
  public static Settings coco(IouType iouType) {
    AreaRange all = new AreaRange(AreaRange.ALL, 0, 1e10);
    boolean keypoints = iouType == IouType.KEYPOINTS;
    Grid grid =
        new Grid(
            Linspace.of(0.5, 0.95, 10),
            Linspace.of(0, 1, 101),
            keypoints ? new int[] {20} : new int[] {1, 10, 100},
            keypoints
                ? List.of(all, AreaRange.MEDIUM, AreaRange.LARGE)
                : List.of(all, AreaRange.SMALL, AreaRange.MEDIUM, AreaRange.LARGE));
    int threads = Runtime.getRuntime().availableProcessors();
    return new Settings(iouType, grid, new Choice(true, null, null), personSigmas(), true, threads);
  }

  // Nose, eyes, ears, shoulders, elbows, wrists, hips, knees, ankles.
  private static double[] personSigmas() {
    double[] tenfold = {
      .26, .25, .25, .35, .35, .79, .79, .72, .72, .62, .62, 1.07, 1.07, .87, .87, .89, .89
    };
    double[] sigmas = new double[tenfold.length];
    for (int i = 0; i < sigmas.length; i++) {
      sigmas[i] = tenfold[i] / 10;
    }
    return sigmas;
  }

  public double[] iouThresholds() {
    return grid.iouThresholds;
  }

  public double[] recallThresholds() {
    return grid.recallThresholds;
  }

  public int[] maxDetections() {
    return grid.maxDetections;
  }

  public List<AreaRange> areas() {
    return grid.areas;
  }

  public boolean useCategories() {
    return choice.useCategories;
  }

  public int[] images() {
    return choice.images;
  }

  public int[] categories() {
    return choice.categories;
  }

  public Settings withIouThresholds(double... thresholds) {
    return withGrid(new Grid(thresholds, recallThresholds(), maxDetections(), areas()));
  }

  public Settings withRecallThresholds(double... thresholds) {
    return withGrid(new Grid(iouThresholds(), thresholds, maxDetections(), areas()));
  }

  public Settings withMaxDetections(int... limits) {
    return withGrid(new Grid(iouThresholds(), recallThresholds(), limits, areas()));
  }

  public Settings withAreas(List<AreaRange> ranges) {
    return withGrid(new Grid(iouThresholds(), recallThresholds(), maxDetections(), ranges));
  }

  public Settings withUseCategories(boolean use) {
    return withChoice(new Choice(use, images(), categories()));
  }

  /** Only these pictures; order and repetitions do not matter. */
  public Settings withImages(int... indices) {
    return withChoice(new Choice(useCategories(), indices, categories()));
  }

  /**
   * Only these categories. Order and repetitions do not matter, unless all categories are taken for
   * one: then detections of equal score follow this order, and repetitions count twice.
   */
  public Settings withCategories(int... indices) {
    return withChoice(new Choice(useCategories(), images(), indices));
  }

  public Settings withSigmas(double... values) {
    return new Settings(iouType, grid, choice, values, strictIds, threads);
  }

  public Settings withStrictIds(boolean strict) {
    return new Settings(iouType, grid, choice, sigmas, strict, threads);
  }

  public Settings withThreads(int count) {
    return new Settings(iouType, grid, choice, sigmas, strictIds, count);
  }

  private Settings withGrid(Grid other) {
    return new Settings(iouType, other, choice, sigmas, strictIds, threads);
  }

  private Settings withChoice(Choice other) {
    return new Settings(iouType, grid, other, sigmas, strictIds, threads);
  }

  /** The greatest of the limits: no image and category has more detections that count. */
  public int most() {
    return grid.maxDetections[grid.maxDetections.length - 1];
  }
}
