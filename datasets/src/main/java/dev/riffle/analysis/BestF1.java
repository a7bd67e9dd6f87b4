package dev.riffle.analysis;

import dev.riffle.box.Category;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The score from which on to believe detections, so that the harmonic mean of precision and recall
 * is greatest; of equals the higher score.
 *
 * @param iou from which on a detection is right
 * @param overall one score for all categories together
 */
public record BestF1(double iou, List<OfCategory> categories, Point overall) {

  /** The best score of a category. */
  public record OfCategory(Category category, Point point) {}

  /**
   * What comes of believing detections of at least a score.
   *
   * @param threshold the score; not a number where no score finds anything
   * @param precision −1 where there is nothing to find, as are recall and f1
   * @param right true positives
   * @param wrong false positives
   * @param truths objects to be found
   */
  public record Point(
      double threshold,
      double precision,
      double recall,
      double f1,
      int right,
      int wrong,
      int truths) {}

  public BestF1 {
    categories = List.copyOf(categories);
  }

  /** The best scores by the counts themselves, not by smoothed precision. */
  public static BestF1 of(RankedCurves curves) {
    List<OfCategory> categories = new ArrayList<>();
    int rightSize = 0;
    int wrongSize = 0;
    int truths = 0;
    List<double[]> rights = new ArrayList<>();
    List<double[]> wrongs = new ArrayList<>();
    for (RankedCurves.Curve curve : curves.curves()) {
      double[] right = scores(curve, true);
      double[] wrong = scores(curve, false);
      categories.add(new OfCategory(curve.category(), best(right, wrong, curve.positives())));
      rights.add(right);
      wrongs.add(wrong);
      rightSize += right.length;
      wrongSize += wrong.length;
      truths += curve.positives();
    }
    Point overall = best(joined(rights, rightSize), joined(wrongs, wrongSize), truths);
    return new BestF1(curves.iou(), categories, overall);
  }

  // Ascending. What is not a number is believed at no score.
  private static double[] scores(RankedCurves.Curve curve, boolean right) {
    double[] scores = new double[curve.size()];
    int count = 0;
    for (int i = 0; i < curve.size(); i++) {
      boolean found = curve.right()[i] > (i == 0 ? 0 : curve.right()[i - 1]);
      if (found == right && !Double.isNaN(curve.scores()[i])) {
        scores[count++] = curve.scores()[i] + 0.0; // turns −0 into 0, which sorts apart
      }
    }
    double[] kept = Arrays.copyOf(scores, count);
    Arrays.sort(kept);
    return kept;
  }

  private static double[] joined(List<double[]> parts, int size) {
    double[] all = new double[size];
    int at = 0;
    for (double[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    Arrays.sort(all);
    return all;
  }

  // F1 = 2·right / (right + wrong + truths). Only the scores of right ones can be best.
  private static Point best(double[] rightScores, double[] wrongScores, int truths) {
    if (truths == 0) {
      return new Point(Double.NaN, -1, -1, -1, 0, 0, 0);
    }
    Point best = new Point(Double.NaN, 0, 0, 0, 0, 0, truths);
    int right = 0;
    int wrong = 0;
    while (right < rightScores.length) {
      double threshold = rightScores[rightScores.length - 1 - right];
      while (right < rightScores.length
          && rightScores[rightScores.length - 1 - right] >= threshold) {
        right++;
      }
      while (wrong < wrongScores.length
          && wrongScores[wrongScores.length - 1 - wrong] >= threshold) {
        wrong++;
      }
      double f1 = 2.0 * right / ((double) right + wrong + truths);
      if (f1 > best.f1) {
        double precision = (double) right / (right + wrong);
        best = new Point(threshold, precision, (double) right / truths, f1, right, wrong, truths);
      }
    }
    return best;
  }

  /** For people, lines ended; all categories together come last. */
  public String table() {
    Columns columns =
        new Columns(
            1, "category", "score", "precision", "recall", "F1", "right", "wrong", "truths");
    for (OfCategory its : categories) {
      columns.row(cells(its.category.name(), its.point));
    }
    columns.row(cells("all together", overall));
    return columns.text();
  }

  private static String[] cells(String name, Point point) {
    return new String[] {
      name,
      Columns.number(point.threshold, 3),
      Columns.figure(point.precision),
      Columns.figure(point.recall),
      Columns.figure(point.f1),
      Integer.toString(point.right),
      Integer.toString(point.wrong),
      Integer.toString(point.truths)
    };
  }

  /** For machines. */
  public Object described() {
    List<Object> list = new ArrayList<>();
    for (OfCategory its : categories) {
      Map<String, Object> map = Described.category(its.category);
      put(map, its.point);
      list.add(map);
    }
    Map<String, Object> together = new LinkedHashMap<>();
    put(together, overall);
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("iou", iou);
    map.put("categories", list);
    map.put("overall", together);
    return map;
  }

  private static void put(Map<String, Object> map, Point point) {
    map.put("score", Described.number(point.threshold));
    map.put("precision", point.precision);
    map.put("recall", point.recall);
    map.put("f1", point.f1);
    map.put("right", point.right);
    map.put("wrong", point.wrong);
    map.put("truths", point.truths);
  }
}
