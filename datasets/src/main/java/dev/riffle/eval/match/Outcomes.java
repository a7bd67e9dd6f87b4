package dev.riffle.eval.match;

import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.Results;
import dev.riffle.eval.Evaluation;
import dev.riffle.eval.Settings;
import dev.riffle.eval.overlap.Overlaps;
import java.util.ArrayList;
import java.util.List;

/**
 * What becomes of every detection at many IoU thresholds and in many area ranges: enough to
 * accumulate anew over other images without comparing or matching anything again. One combination
 * of threshold and range is a bit, {@code area · thresholds + threshold}, both counted from the
 * first of this block; 64 fit.
 *
 * @param firstThreshold index into the settings' thresholds
 * @param thresholds how many
 * @param firstArea index into the settings' area ranges
 * @param areas how many
 * @param categories in the order of {@link Evaluation#categories()}
 */
public record Outcomes(
    int firstThreshold, int thresholds, int firstArea, int areas, List<OfCategory> categories) {

  /**
   * One category. Detections that exceed the greatest limit of their image are not among these.
   *
   * @param detections indices into the results, by descending score as they rank
   * @param rankInImage {@code [rank]} how many of the same image rank before it
   * @param right {@code [rank]} combinations in which it is a true positive
   * @param wrong {@code [rank]} combinations in which it is a false positive
   * @param truths indices into the annotations
   * @param toFind {@code [truth]} area ranges in which it is to be found, one bit each
   */
  public record OfCategory(
      int[] detections,
      int[] rankInImage,
      long[] right,
      long[] wrong,
      int[] truths,
      long[] toFind) {}

  /** Matches all results in all combinations, in as many blocks as are needed. */
  public static List<Outcomes> of(Dataset dataset, Results results, Settings settings) {
    Grouped grouped = new Grouped(dataset, results, settings);
    CategoryPass pass = new CategoryPass(grouped, Overlaps.of(dataset, results, settings));
    List<Outcomes> blocks = new ArrayList<>();
    for (Lanes lanes : Lanes.of(settings)) {
      List<OfCategory> categories = new ArrayList<>();
      for (int k = 0; k < grouped.axis.length; k++) {
        pass.rank(k);
        categories.add(ofCategory(grouped, k, pass, pass.match(lanes), lanes));
      }
      blocks.add(
          new Outcomes(
              lanes.firstThreshold,
              lanes.thresholds,
              lanes.firstArea,
              lanes.areas,
              List.copyOf(categories)));
    }
    return List.copyOf(blocks);
  }

  private static OfCategory ofCategory(
      Grouped grouped, int k, CategoryPass pass, CellMatch match, Lanes lanes) {
    int[] passing = pass.passing();
    int[] detections = new int[passing.length];
    int[] rankInImage = new int[passing.length];
    long[] right = new long[passing.length];
    long[] wrong = new long[passing.length];
    for (int i = 0; i < passing.length; i++) {
      int rank = passing[i];
      detections[i] = pass.detection[rank];
      rankInImage[i] = pass.rankInCell[rank];
      right[i] = match.right[rank];
      wrong[i] = lanes.lanesOf(pass.areasHolding[rank]) & ~match.matched[rank];
    }
    int[] truths = grouped.truths.of(k);
    long[] toFind = new long[truths.length];
    for (int i = 0; i < truths.length; i++) {
      toFind[i] = grouped.toFind(truths[i], lanes);
    }
    return new OfCategory(detections, rankInImage, right, wrong, truths, toFind);
  }
}
