package dev.riffle.eval.overlap;

import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.Results;
import dev.riffle.eval.IouType;
import dev.riffle.eval.Settings;
import java.util.Arrays;

/** How well detections and annotations of one image coincide; many threads may ask at once. */
public interface Overlaps {

  /**
   * Compares some detections with some annotations, each with each.
   *
   * @param detections indices into the results, of one image; the first {@code detectionCount}
   * @param truths indices into the annotations, of the same image, from {@code firstTruth} on
   * @param overlaps {@code [detection][truth]}, filled with {@code detectionCount · truthCount}
   *     values, 0 to 1 as a rule
   */
  void fill(
      int[] detections,
      int detectionCount,
      int[] truths,
      int firstTruth,
      int truthCount,
      double[] overlaps);

  /** The comparison that the settings ask for. */
  static Overlaps of(Dataset dataset, Results results, Settings settings) {
    String source = dataset.source() + ": annotations: expected ";
    if (settings.iouType() != IouType.SEGM
        && dataset.annotations().boxes() == null
        && dataset.annotations().size() > 0) {
      throw new IllegalArgumentException(source + "bbox, found none");
    }
    if (settings.iouType() == IouType.KEYPOINTS
        && dataset.annotations().size() > 0
        && (dataset.annotations().keypoints() == null || results.keypoints() == null)) {
      throw new IllegalArgumentException(
          (results.keypoints() == null ? results.source() + ": expected " : source)
              + "keypoints, found none");
    }
    return switch (settings.iouType()) {
      case BBOX -> new BoxOverlaps(dataset.annotations(), results);
      case SEGM -> new MaskOverlaps(dataset, results, settings.iouThresholds());
      case KEYPOINTS ->
          settings.useCategories()
              ? new KeypointOverlaps(dataset, results, settings.sigmas())
              : Overlaps::none;
    };
  }

  // Without categories pycocotools compares no keypoints at all.
  private static void none(
      int[] detections,
      int detectionCount,
      int[] truths,
      int firstTruth,
      int truthCount,
      double[] overlaps) {
    Arrays.fill(overlaps, 0, detectionCount * truthCount, Double.NEGATIVE_INFINITY);
  }
}
