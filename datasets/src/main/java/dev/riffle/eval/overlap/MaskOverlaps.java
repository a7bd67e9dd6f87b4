package dev.riffle.eval.overlap;

import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.Images;
import dev.riffle.dataset.Results;
import dev.riffle.mask.MaskOverlap;
import dev.riffle.mask.Spans;
import java.util.Arrays;

/** Intersection over union of masks, decoded when their cell is compared. */
final class MaskOverlaps implements Overlaps {
  private final Dataset dataset;
  private final Results results;
  private final boolean fitBoxes;
  private final double lowest; // what lies below need not be exact

  MaskOverlaps(Dataset dataset, Results results, double[] thresholds) {
    this.dataset = dataset;
    this.results = results;
    this.fitBoxes = results.shapes().fitBoxes();
    double least = Double.POSITIVE_INFINITY;
    for (double threshold : thresholds) {
      least = Math.min(least, threshold);
    }
    lowest = least;
  }

  @Override
  public void fill(
      int[] detections,
      int detectionCount,
      int[] truths,
      int firstTruth,
      int truthCount,
      double[] overlaps) {
    Images images = dataset.images();
    boolean[] crowds = dataset.annotations().crowds();
    Spans[] there = new Spans[truthCount];
    for (int g = 0; g < truthCount; g++) {
      int truth = truths[firstTruth + g];
      int image = dataset.annotations().image()[truth];
      int height = images.heights()[image];
      int width = images.widths()[image];
      there[g] = Spans.of(dataset.annotations().shapes().mask(truth, height, width));
    }
    for (int d = 0; d < detectionCount; d++) {
      int detection = detections[d];
      int row = d * truthCount;
      if (fitBoxes && apart(detection, there)) {
        Arrays.fill(overlaps, row, row + truthCount, 0);
        continue;
      }
      int image = results.image()[detection];
      Spans found =
          Spans.of(
              results.shapes().mask(detection, images.heights()[image], images.widths()[image]));
      for (int g = 0; g < truthCount; g++) {
        overlaps[row + g] = MaskOverlap.of(found, there[g], crowds[truths[firstTruth + g]], lowest);
      }
    }
  }

  // Whether the box around a mask, known without decoding it, touches none of the others.
  private boolean apart(int detection, Spans[] there) {
    double left = results.boxes()[4 * detection];
    double top = results.boxes()[4 * detection + 1];
    double right = left + results.boxes()[4 * detection + 2];
    double bottom = top + results.boxes()[4 * detection + 3];
    for (Spans truth : there) {
      if (right > truth.left()
          && left < truth.right()
          && bottom > truth.top()
          && top < truth.bottom()) {
        return false;
      }
    }
    return true;
  }
}
