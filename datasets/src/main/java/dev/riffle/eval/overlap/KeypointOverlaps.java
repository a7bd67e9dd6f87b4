package dev.riffle.eval.overlap;

import dev.riffle.dataset.Annotations;
import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.Keypoints;
import dev.riffle.dataset.Results;
import dev.riffle.eval.numpy.Sums;

/**
 * Object keypoint similarity: the mean of exp(−d²/(2σ)²/area/2) over the annotation's labelled
 * points. Where none is labelled, d is how far a point lies outside the box doubled.
 */
final class KeypointOverlaps implements Overlaps {
  private final String source;
  private final Annotations annotations;
  private final Results results;
  private final double[] variances; // [point]

  KeypointOverlaps(Dataset dataset, Results results, double[] sigmas) {
    this.source = dataset.source();
    this.annotations = dataset.annotations();
    this.results = results;
    variances = new double[sigmas.length];
    for (int i = 0; i < sigmas.length; i++) {
      variances[i] = sigmas[i] * 2 * (sigmas[i] * 2);
    }
  }

  @Override
  public void fill(
      int[] detections,
      int detectionCount,
      int[] truths,
      int firstTruth,
      int truthCount,
      double[] overlaps) {
    double[] terms = new double[variances.length];
    for (int g = 0; g < truthCount; g++) {
      int truth = truths[firstTruth + g];
      double[] there = points(annotations.keypoints(), truth, source + ": annotations");
      for (int d = 0; d < detectionCount; d++) {
        double[] found = points(results.keypoints(), detections[d], results.source() + ": results");
        overlaps[d * truthCount + g] = similarity(found, there, truth, terms);
      }
    }
  }

  private double[] points(Keypoints keypoints, int index, String what) {
    double[] points = keypoints == null ? null : keypoints.points()[index];
    int found = points == null ? 0 : points.length;
    if (found != 3 * variances.length) {
      throw new IllegalArgumentException(
          what
              + "["
              + index
              + "].keypoints: expected "
              + 3 * variances.length
              + " numbers, found "
              + found);
    }
    return points;
  }

  private double similarity(double[] found, double[] there, int truth, double[] terms) {
    boolean labelled = false;
    for (int i = 0; i < variances.length; i++) {
      labelled |= there[3 * i + 2] > 0;
    }
    double[] boxes = annotations.boxes();
    double left = boxes[4 * truth] - boxes[4 * truth + 2];
    double right = boxes[4 * truth] + boxes[4 * truth + 2] * 2;
    double top = boxes[4 * truth + 1] - boxes[4 * truth + 3];
    double bottom = boxes[4 * truth + 1] + boxes[4 * truth + 3] * 2;
    double area = annotations.areas()[truth] + Math.ulp(1.0);
    int count = 0;
    for (int i = 0; i < variances.length; i++) {
      if (labelled && !(there[3 * i + 2] > 0)) {
        continue;
      }
      double x = found[3 * i];
      double y = found[3 * i + 1];
      double dx = labelled ? x - there[3 * i] : Math.max(0, left - x) + Math.max(0, x - right);
      double dy = labelled ? y - there[3 * i + 1] : Math.max(0, top - y) + Math.max(0, y - bottom);
      double e = (dx * dx + dy * dy) / variances[i] / area / 2;
      terms[count++] = StrictMath.exp(-e); // the same on every machine
    }
    return Sums.pairwise(terms, 0, count) / count;
  }
}
