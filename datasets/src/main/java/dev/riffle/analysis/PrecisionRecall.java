package dev.riffle.analysis;

import dev.riffle.box.Category;
import dev.riffle.eval.Evaluation;
import dev.riffle.eval.Settings;
import dev.riffle.eval.Summary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Precision over recall at one IoU threshold, as COCO samples it: at each recall the best precision
 * at this or a greater recall. The arrays are shared, not copied.
 *
 * @param recalls at which precision is read off
 */
public record PrecisionRecall(double iou, double[] recalls, List<Curve> curves) {
  private static final int SHOWN = 11;
  private static final double SAME = 1e-9; // thresholds as people write them differ in the last bit

  /**
   * One category.
   *
   * @param precision {@code [recall]}; −1 where there is nothing to find, 0 beyond reach
   * @param scores {@code [recall]} of the detection with which the recall is reached; likewise
   */
  public record Curve(Category category, double[] precision, double[] scores) {}

  public PrecisionRecall {
    curves = List.copyOf(curves);
  }

  /**
   * The curves for objects of any size at the greatest number of detections.
   *
   * @param iou one of the settings' thresholds, but for the last bits
   * @throws IllegalArgumentException if it is none of them
   */
  public static PrecisionRecall of(Evaluation evaluation, double iou) {
    Settings settings = evaluation.settings();
    int threshold = 0;
    while (!(Math.abs(settings.iouThresholds()[threshold] - iou) <= SAME)) {
      if (++threshold == settings.iouThresholds().length) {
        throw new IllegalArgumentException(
            "iou: expected one of " + Arrays.toString(settings.iouThresholds()) + ", found " + iou);
      }
    }
    int area = Summary.overall(settings);
    int limit = settings.maxDetections().length - 1;
    double[] recalls = settings.recallThresholds();
    List<Curve> curves = new ArrayList<>();
    for (int k = 0; k < evaluation.categories().size(); k++) {
      double[] precision = new double[recalls.length];
      double[] scores = new double[recalls.length];
      for (int r = 0; r < recalls.length; r++) {
        int at = evaluation.at(threshold, r, k, area, limit);
        precision[r] = evaluation.precision()[at];
        scores[r] = evaluation.scores()[at];
      }
      curves.add(new Curve(evaluation.categories().get(k), precision, scores));
    }
    return new PrecisionRecall(settings.iouThresholds()[threshold], recalls, curves);
  }

  /** For people: precision at a few of the recalls, and the score there; lines ended. */
  public String table() {
    int[] shown = shown();
    String[] head = new String[shown.length + 1];
    head[0] = "precision at recall";
    for (int i = 0; i < shown.length; i++) {
      head[i + 1] = Columns.number(recalls[shown[i]], 2);
    }
    Columns columns = new Columns(1, head);
    for (Curve curve : curves) {
      String[] cells = new String[shown.length + 1];
      cells[0] = curve.category.name();
      for (int i = 0; i < shown.length; i++) {
        cells[i + 1] = Columns.figure(curve.precision[shown[i]]);
      }
      columns.row(cells);
      String[] scores = new String[shown.length + 1];
      scores[0] = "  with a score of";
      for (int i = 0; i < shown.length; i++) {
        scores[i + 1] = Columns.figure(curve.scores[shown[i]]);
      }
      columns.row(scores);
    }
    return columns.text();
  }

  private int[] shown() {
    int count = Math.min(SHOWN, recalls.length);
    int[] shown = new int[count];
    for (int i = 1; i < count; i++) {
      shown[i] = i * (recalls.length - 1) / (count - 1);
    }
    return shown;
  }

  /** For machines. */
  public Object described() {
    List<Object> list = new ArrayList<>();
    for (Curve curve : curves) {
      Map<String, Object> map = Described.category(curve.category);
      map.put("precision", Described.numbers(curve.precision));
      map.put("scores", Described.numbers(curve.scores));
      list.add(map);
    }
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("iou", iou);
    map.put("recalls", Described.numbers(recalls));
    map.put("curves", list);
    return map;
  }
}
