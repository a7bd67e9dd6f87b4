package dev.riffle.analysis;

import dev.riffle.box.Category;
import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.Results;
import dev.riffle.eval.match.Matching;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Precision and recall after every detection by descending score, nothing sampled and nothing
 * smoothed. Detections that count neither as right nor as wrong make no point.
 *
 * @param iou from which on a detection is right
 */
public record RankedCurves(double iou, List<Curve> curves) {

  /**
   * One category. The arrays are shared, not copied.
   *
   * @param positives objects to be found
   * @param scores {@code [point]} descending; those that are not numbers come last
   * @param right {@code [point]} true positives so far
   */
  public record Curve(Category category, int positives, double[] scores, int[] right) {

    public int size() {
      return right.length;
    }

    /** The share of right ones among all detections so far. */
    public double precision(int point) {
      return (double) right[point] / (point + 1);
    }

    /** The share of objects found so far; −1 if there are none. */
    public double recall(int point) {
      return positives == 0 ? -1 : (double) right[point] / positives;
    }
  }

  public RankedCurves {
    curves = List.copyOf(curves);
  }

  /**
   * The curves of a matching.
   *
   * @param matching of these very results
   */
  public static RankedCurves of(Dataset dataset, Results results, Matching matching) {
    List<Curve> curves = new ArrayList<>();
    for (Matching.OfCategory its : matching.categories()) {
      int[] detections = its.detections();
      double[] scores = new double[detections.length];
      int[] right = new int[detections.length];
      int size = 0;
      int found = 0;
      for (int rank = 0; rank < detections.length; rank++) {
        if (!its.ignored()[rank]) {
          found += its.right(rank) ? 1 : 0;
          scores[size] = results.scores()[detections[rank]];
          right[size++] = found;
        }
      }
      curves.add(
          new Curve(
              Described.category(dataset, its.category()),
              its.positives(),
              Arrays.copyOf(scores, size),
              Arrays.copyOf(right, size)));
    }
    return new RankedCurves(matching.threshold(), curves);
  }

  /** For people: where each curve ends, lines ended. */
  public String table() {
    Columns columns =
        new Columns(1, "category", "truths", "detections", "right", "precision", "recall");
    for (Curve curve : curves) {
      int last = curve.size() - 1;
      columns.row(
          curve.category.name(),
          Integer.toString(curve.positives),
          Integer.toString(curve.size()),
          Integer.toString(last < 0 ? 0 : curve.right[last]),
          Columns.figure(last < 0 ? -1 : curve.precision(last)),
          Columns.figure(curve.positives == 0 ? -1 : last < 0 ? 0 : curve.recall(last)));
    }
    return columns.text();
  }

  /** For machines: all points. */
  public Object described() {
    List<Object> list = new ArrayList<>();
    for (Curve curve : curves) {
      List<Double> precision = new ArrayList<>();
      List<Double> recall = new ArrayList<>();
      for (int point = 0; point < curve.size(); point++) {
        precision.add(curve.precision(point));
        recall.add(curve.recall(point));
      }
      Map<String, Object> map = Described.category(curve.category);
      map.put("truths", curve.positives);
      map.put("scores", Described.numbers(curve.scores));
      map.put("precision", precision);
      map.put("recall", recall);
      list.add(map);
    }
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("iou", iou);
    map.put("curves", list);
    return map;
  }
}
