package dev.riffle.eval;

import dev.riffle.box.Category;
import dev.riffle.eval.numpy.Sums;
import java.util.ArrayList;
import java.util.List;

/**
 * Precision, recall and scores in every combination, as pycocotools keeps them: −1 where there is
 * nothing to find. In this order T thresholds, R recalls, K categories, A areas, M limits.
 *
 * @param settings what was evaluated
 * @param categories {@code [K]} by ascending id; one with id −1 where all count as one
 * @param precision {@code [T][R][K][A][M]} the best at this recall or a greater one
 * @param recall {@code [T][K][A][M]} of all detections
 * @param scores {@code [T][R][K][A][M]} of the detection that reaches the recall
 */
public record Evaluation(
    Settings settings,
    List<Category> categories,
    double[] precision,
    double[] recall,
    double[] scores) {

  public Evaluation {
    categories = List.copyOf(categories);
  }

  /** How many there are of T, R, K, A, M. */
  public int[] counts() {
    return new int[] {
      settings.iouThresholds().length,
      settings.recallThresholds().length,
      categories.size(),
      settings.areas().size(),
      settings.maxDetections().length
    };
  }

  /** Where precision and scores keep a combination. */
  public int at(int threshold, int recall, int category, int area, int limit) {
    int recalls = settings.recallThresholds().length;
    int areas = settings.areas().size();
    int limits = settings.maxDetections().length;
    int row = (threshold * recalls + recall) * categories.size() + category;
    return (row * areas + area) * limits + limit;
  }

  /** Where recall keeps a combination. */
  public int at(int threshold, int category, int area, int limit) {
    int areas = settings.areas().size();
    int limits = settings.maxDetections().length;
    return ((threshold * categories.size() + category) * areas + area) * limits + limit;
  }

  /**
   * The figures of one category at the greatest number of detections; −1 where there is none.
   *
   * @param ap over all thresholds, for objects of any size
   * @param ap50 at an IoU of 0.5
   * @param ap75 at an IoU of 0.75
   * @param ar over all thresholds
   * @param areas AP in each area range
   */
  public record OfCategory(
      Category category, double ap, double ap50, double ap75, double ar, List<Double> areas) {}

  /** The figures of every category. */
  public List<OfCategory> perCategory() {
    int last = settings.maxDetections().length - 1;
    int all = Summary.overall(settings);
    List<OfCategory> list = new ArrayList<>();
    for (int k = 0; k < categories.size(); k++) {
      List<Double> areas = new ArrayList<>();
      for (int a = 0; a < settings.areas().size(); a++) {
        areas.add(meanPrecision(Double.NaN, k, a, last));
      }
      list.add(
          new OfCategory(
              categories.get(k),
              areas.get(all),
              meanPrecision(0.5, k, all, last),
              meanPrecision(0.75, k, all, last),
              meanRecall(Double.NaN, k, all, last),
              areas));
    }
    return list;
  }

  /**
   * The mean over recalls of what is not −1; −1 if all is.
   *
   * @param iou only the threshold of exactly this; not-a-number for all of them
   * @param category −1 for all of them
   */
  public double meanPrecision(double iou, int category, int area, int limit) {
    int recalls = settings.recallThresholds().length;
    int across = category < 0 ? categories.size() : 1;
    double[] kept = new double[settings.iouThresholds().length * recalls * across];
    int count = 0;
    for (int t = 0; t < settings.iouThresholds().length; t++) {
      if (!Double.isNaN(iou) && settings.iouThresholds()[t] != iou) {
        continue;
      }
      for (int r = 0; r < recalls; r++) {
        int end = category < 0 ? categories.size() : category + 1;
        for (int k = Math.max(category, 0); k < end; k++) {
          double value = precision[at(t, r, k, area, limit)];
          if (value > -1) {
            kept[count++] = value;
          }
        }
      }
    }
    return count == 0 ? -1 : Sums.mean(kept, count);
  }

  /** Likewise of recall. */
  public double meanRecall(double iou, int category, int area, int limit) {
    int across = category < 0 ? categories.size() : 1;
    double[] kept = new double[settings.iouThresholds().length * across];
    int count = 0;
    for (int t = 0; t < settings.iouThresholds().length; t++) {
      if (!Double.isNaN(iou) && settings.iouThresholds()[t] != iou) {
        continue;
      }
      int end = category < 0 ? categories.size() : category + 1;
      for (int k = Math.max(category, 0); k < end; k++) {
        double value = recall[at(t, k, area, limit)];
        if (value > -1) {
          kept[count++] = value;
        }
      }
    }
    return count == 0 ? -1 : Sums.mean(kept, count);
  }
}
