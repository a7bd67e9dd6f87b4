package dev.riffle.eval.overlap;

import dev.riffle.dataset.Annotations;
import dev.riffle.dataset.Results;

/**
 * Intersection over union of boxes, in doubles and in pycocotools' order of operations. Where the
 * annotation is a crowd, intersection over the detection's area.
 */
final class BoxOverlaps implements Overlaps {
  private final double[] detectionBoxes;
  private final double[] truthBoxes;
  private final boolean[] crowds;

  BoxOverlaps(Annotations annotations, Results results) {
    detectionBoxes = results.boxes();
    truthBoxes = annotations.boxes();
    crowds = annotations.crowds();
  }

  @Override
  public void fill(
      int[] detections,
      int detectionCount,
      int[] truths,
      int firstTruth,
      int truthCount,
      double[] overlaps) {
    for (int g = 0; g < truthCount; g++) {
      int truth = truths[firstTruth + g];
      double x = truthBoxes[4 * truth];
      double y = truthBoxes[4 * truth + 1];
      double width = truthBoxes[4 * truth + 2];
      double height = truthBoxes[4 * truth + 3];
      boolean crowd = crowds[truth];
      for (int d = 0; d < detectionCount; d++) {
        overlaps[d * truthCount + g] =
            overlap(detectionBoxes, 4 * detections[d], x, y, width, height, crowd);
      }
    }
  }

  private static double overlap(
      double[] boxes, int at, double x, double y, double width, double height, boolean crowd) {
    double left = boxes[at];
    double wide = boxes[at + 2];
    double sharedWidth = lesser(wide + left, width + x) - greater(left, x);
    if (sharedWidth <= 0) {
      return 0;
    }
    double top = boxes[at + 1];
    double high = boxes[at + 3];
    double sharedHeight = lesser(high + top, height + y) - greater(top, y);
    if (sharedHeight <= 0) {
      return 0;
    }
    double shared = sharedWidth * sharedHeight;
    double union = crowd ? wide * high : wide * high + width * height - shared;
    return shared / union;
  }

  // Unlike Math.min these let the other one win over not-a-number, as C's fmin does.
  private static double lesser(double a, double b) {
    return a < b || b != b ? a : b;
  }

  private static double greater(double a, double b) {
    return a > b || b != b ? a : b;
  }
}
