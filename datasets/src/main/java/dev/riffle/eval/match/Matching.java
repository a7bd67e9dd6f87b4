package dev.riffle.eval.match;

import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.Results;
import dev.riffle.eval.AreaRange;
import dev.riffle.eval.Evaluation;
import dev.riffle.eval.Settings;
import dev.riffle.eval.overlap.Overlaps;
import java.util.ArrayList;
import java.util.List;

/**
 * Which detection found which annotation at one IoU threshold and in one area range, for curves,
 * confusion matrices and errors.
 *
 * @param threshold IoU
 * @param area range of sizes
 * @param categories in the order of {@link Evaluation#categories()}
 */
public record Matching(double threshold, AreaRange area, List<OfCategory> categories) {

  /**
   * One category. Detections that exceed the limit of their image are not among these.
   *
   * @param category index into the data set's categories, −1 where all count as one
   * @param detections indices into the results, by descending score as they rank
   * @param found {@code [rank]} the annotation it was matched with, −1 for none
   * @param ignored {@code [rank]} whether it counts neither as right nor as wrong
   * @param truths indices into the annotations
   * @param left {@code [truth]} whether the annotation counts neither as found nor as missed
   */
  public record OfCategory(
      int category,
      int[] detections,
      int[] found,
      boolean[] ignored,
      int[] truths,
      boolean[] left) {

    /** How many annotations are to be found. */
    public int positives() {
      int positives = 0;
      for (boolean ignore : left) {
        positives += ignore ? 0 : 1;
      }
      return positives;
    }

    /** Whether a detection is a true positive. */
    public boolean right(int rank) {
      return found[rank] >= 0 && !ignored[rank];
    }
  }

  /**
   * Matches all results, at the settings' greatest number of detections.
   *
   * @param threshold IoU
   * @param area any range, not only one of the settings'
   */
  public static Matching of(
      Dataset dataset, Results results, Settings settings, double threshold, AreaRange area) {
    Settings one = settings.withIouThresholds(threshold).withAreas(List.of(area));
    Grouped grouped = new Grouped(dataset, results, one);
    CategoryPass pass = new CategoryPass(grouped, Overlaps.of(dataset, results, one));
    Lanes lanes = Lanes.of(one)[0];
    List<OfCategory> categories = new ArrayList<>();
    for (int k = 0; k < grouped.axis.length; k++) {
      pass.rank(k);
      categories.add(ofCategory(grouped, k, pass, pass.match(lanes), lanes));
    }
    return new Matching(threshold, area, List.copyOf(categories));
  }

  private static OfCategory ofCategory(
      Grouped grouped, int k, CategoryPass pass, CellMatch match, Lanes lanes) {
    int[] passing = pass.passing();
    int[] detections = new int[passing.length];
    int[] found = new int[passing.length];
    boolean[] ignored = new boolean[passing.length];
    for (int i = 0; i < passing.length; i++) {
      int rank = passing[i];
      detections[i] = pass.detection[rank];
      found[i] = match.truth[rank];
      ignored[i] = match.matched[rank] != 0 ? match.right[rank] == 0 : pass.areasHolding[rank] == 0;
    }
    int[] truths = grouped.truths.of(k);
    boolean[] left = new boolean[truths.length];
    for (int i = 0; i < truths.length; i++) {
      left[i] = grouped.toFind(truths[i], lanes) == 0;
    }
    return new OfCategory(grouped.axis[k], detections, found, ignored, truths, left);
  }
}
