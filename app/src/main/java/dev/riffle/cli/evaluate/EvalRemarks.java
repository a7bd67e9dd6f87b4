package dev.riffle.cli.evaluate;

import dev.riffle.dataset.Annotations;
import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.Results;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * What in truths and results is legal, is counted as pycocotools counts it, and is hardly meant: a
 * line a kind, with the first place.
 */
final class EvalRemarks {
  private final List<String> lines = new ArrayList<>();

  private EvalRemarks() {}

  static List<String> of(Dataset dataset, Results results) {
    EvalRemarks remarks = new EvalRemarks();
    Annotations truths = dataset.annotations();
    String at = dataset.source() + ": annotations";
    if (truths.ids().areNumbers()) {
      remarks.add(
          at,
          truths.size(),
          i -> truths.ids().number(i) == 0,
          "id 0, what matches it counts as wrong");
    }
    remarks.add(at, truths.size(), i -> truths.image()[i] < 0, "of no listed image, left out");
    remarks.add(
        at, truths.size(), i -> truths.category()[i] < 0, "of no listed category, left out");
    remarks.add(
        at, truths.size(), i -> !isBox(truths.boxes(), i), "bbox without a size, matches nothing");
    remarks.add(at, truths.size(), i -> !(truths.areas()[i] >= 0), "area is no size");
    at = results.source() + ": results";
    remarks.add(
        at, results.size(), i -> Double.isNaN(results.scores()[i]), "score is NaN, ranks last");
    remarks.add(
        at, results.size(), i -> results.category()[i] < 0, "of no listed category, left out");
    remarks.add(
        at,
        results.size(),
        i -> !isBox(results.boxes(), i),
        "bbox without a size, matches nothing");
    return remarks.lines;
  }

  // Empty boxes are common; negative or endless ones are mistakes.
  private static boolean isBox(double[] boxes, int i) {
    if (boxes == null) {
      return true;
    }
    double sum = boxes[4 * i] + boxes[4 * i + 1];
    return boxes[4 * i + 2] >= 0
        && boxes[4 * i + 3] >= 0
        && Double.isFinite(sum + boxes[4 * i + 2] + boxes[4 * i + 3]);
  }

  private void add(String at, int size, IntPredicate isOdd, String what) {
    int first = -1;
    int count = 0;
    for (int i = 0; i < size; i++) {
      if (isOdd.test(i)) {
        first = count++ == 0 ? i : first;
      }
    }
    if (count > 0) {
      String more = count == 1 ? "" : " (and " + (count - 1) + " more)";
      lines.add(at + "[" + first + "]: " + what + more);
    }
  }
}
