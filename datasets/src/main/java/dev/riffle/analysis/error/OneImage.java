package dev.riffle.analysis.error;

import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.Results;
import dev.riffle.eval.AreaRange;
import dev.riffle.eval.Settings;
import dev.riffle.eval.match.Matching;
import dev.riffle.eval.numpy.ScoreOrder;
import dev.riffle.eval.overlap.Overlaps;
import java.util.Arrays;

/**
 * What there is and what was found in one image, all categories together. Categories are counted as
 * in the matching they come from.
 *
 * @param detections indices into the results by descending score, of equals the earlier first; not
 *     a number comes last
 * @param categories {@code [detection]}
 * @param truths indices into the annotations
 * @param truthCategories {@code [truth]}
 * @param left {@code [truth]} whether it counts neither as found nor as missed: a crowd
 * @param overlaps {@code [detection][truth]}
 */
record OneImage(
    int[] detections,
    int[] categories,
    int[] truths,
    int[] truthCategories,
    boolean[] left,
    double[] overlaps) {

  /** Objects of any size. */
  private static final AreaRange ANY =
      new AreaRange(AreaRange.ALL, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  double overlap(int detection, int truth) {
    return overlaps[detection * truths.length + truth];
  }

  /** What is done with each image. */
  interface Visitor {
    void visit(OneImage image);
  }

  /** The detections and truths that the settings choose, by category. */
  static Matching chosen(Dataset dataset, Results results, Settings settings, double iou) {
    if (!(iou > 0 && iou <= 1)) {
      throw new IllegalArgumentException("iou: expected above 0 and at most 1, found " + iou);
    }
    return Matching.of(dataset, results, settings, iou, ANY);
  }

  /**
   * Visits the images that hold anything, by ascending id.
   *
   * @param lowest overlaps below it need not be exact
   */
  static void each(
      Dataset dataset,
      Results results,
      Settings settings,
      Matching chosen,
      double lowest,
      Visitor visitor) {
    int images = dataset.images().size();
    int[] firstDetection = new int[images + 1];
    int[] firstTruth = new int[images + 1];
    for (Matching.OfCategory its : chosen.categories()) {
      count(its.detections(), results.image(), firstDetection);
      count(its.truths(), dataset.annotations().image(), firstTruth);
    }
    for (int i = 0; i < images; i++) {
      firstDetection[i + 1] += firstDetection[i];
      firstTruth[i + 1] += firstTruth[i];
    }
    int[] detections = new int[firstDetection[images]];
    int[] truths = new int[firstTruth[images]];
    int[] truthCategories = new int[truths.length];
    boolean[] left = new boolean[truths.length];
    int[] categoryOf = new int[results.size()];
    int[] nextDetection = firstDetection.clone();
    int[] nextTruth = firstTruth.clone();
    for (int k = 0; k < chosen.categories().size(); k++) {
      Matching.OfCategory its = chosen.categories().get(k);
      for (int detection : its.detections()) {
        detections[nextDetection[results.image()[detection]]++] = detection;
        categoryOf[detection] = k;
      }
      for (int i = 0; i < its.truths().length; i++) {
        int truth = its.truths()[i];
        int to = nextTruth[dataset.annotations().image()[truth]]++;
        truths[to] = truth;
        truthCategories[to] = k;
        left[to] = its.left()[i];
      }
    }
    Overlaps overlaps = Overlaps.of(dataset, results, settings.withIouThresholds(lowest));
    ScoreOrder order = new ScoreOrder();
    for (int image : dataset.images().ids().ascending()) {
      int first = firstTruth[image];
      int end = firstTruth[image + 1];
      int[] found =
          byScore(
              Arrays.copyOfRange(detections, firstDetection[image], firstDetection[image + 1]),
              results.scores(),
              order);
      if (found.length + end - first == 0) {
        continue;
      }
      int[] categories = new int[found.length];
      for (int d = 0; d < found.length; d++) {
        categories[d] = categoryOf[found[d]];
      }
      int[] there = Arrays.copyOfRange(truths, first, end);
      double[] filled = new double[found.length * there.length];
      if (filled.length > 0) {
        overlaps.fill(found, found.length, there, 0, there.length, filled);
      }
      visitor.visit(
          new OneImage(
              found,
              categories,
              there,
              Arrays.copyOfRange(truthCategories, first, end),
              Arrays.copyOfRange(left, first, end),
              filled));
    }
  }

  private static void count(int[] entries, int[] images, int[] counts) {
    for (int entry : entries) {
      counts[images[entry] + 1]++;
    }
  }

  // Equal scores in the order of the file.
  private static int[] byScore(int[] detections, double[] scores, ScoreOrder order) {
    Arrays.sort(detections);
    int[] places = order.sort(scores, detections, 0, detections.length);
    int[] ranked = new int[detections.length];
    for (int rank = 0; rank < ranked.length; rank++) {
      ranked[rank] = detections[places[rank]];
    }
    return ranked;
  }
}
