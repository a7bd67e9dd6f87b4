package dev.riffle.experiment;

import java.util.Locale;

/**
 * What the authors state of a model.
 *
 * @param measure what was measured, on what
 * @param percent the figure
 */
public record Published(String measure, double percent) {

  /** As {@code 20.6 % mAP COCO val2017}. */
  public String text() {
    return String.format(Locale.ROOT, "%.1f %% %s", percent, measure);
  }
}
