package dev.riffle.track;

/**
 * When boxes are taken for the same thing. The names in brackets are those of the paper's own
 * program.
 *
 * @param high from which score on a detection is sought among all things first (track_thresh)
 * @param low from which score on it may still be a thing half hidden
 * @param fresh from which score on it may begin a new thing (det_thresh)
 * @param firstOverlap the least overlap of a sure detection with where a thing is expected (1 −
 *     match_thresh)
 * @param secondOverlap the least overlap of an unsure detection with it
 * @param newOverlap the least overlap with a thing that was seen once
 * @param patience after how many updates without a detection a thing is forgotten (track_buffer)
 */
public record TrackerSettings(
    double high,
    double low,
    double fresh,
    double firstOverlap,
    double secondOverlap,
    double newOverlap,
    int patience) {

  /** Checks that the scores ascend and overlaps are shares. */
  public TrackerSettings {
    if (!(0 <= low && low <= high && high <= fresh && fresh <= 1)) {
      throw new IllegalArgumentException(
          "expected 0 <= low <= high <= fresh <= 1, found " + low + ", " + high + ", " + fresh);
    }
    share("firstOverlap", firstOverlap);
    share("secondOverlap", secondOverlap);
    share("newOverlap", newOverlap);
    if (patience < 0) {
      throw new IllegalArgumentException("patience: expected 0 or more, found " + patience);
    }
  }

  private static void share(String what, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(what + ": expected 0 to 1, found " + value);
    }
  }

  /**
   * The paper's overlaps and patience around a score that a detector's sure detections have.
   *
   * @param high that score; 0.6 for the paper's detector
   */
  public static TrackerSettings around(double high) {
    return new TrackerSettings(
        high, Math.min(0.1, high), Math.min(1, high + 0.1), 0.2, 0.5, 0.3, 30);
  }
}
