package dev.riffle.coco;

import dev.riffle.box.Box;
import dev.riffle.box.Categories;
import dev.riffle.box.Detection;
import java.util.Objects;

/**
 * One line of a results file.
 *
 * @param categoryId the data set's id, not the index of the class
 */
public record CocoResult(ImageId imageId, long categoryId, Box box, float score) {

  /**
   * Checks that the numbers are numbers.
   *
   * @throws IllegalArgumentException if one is infinite or not a number, which JSON cannot say
   */
  public CocoResult {
    Objects.requireNonNull(imageId, "imageId");
    float sum = box.left() + box.top() + box.right() + box.bottom() + score;
    if (!Float.isFinite(box.width() + box.height() + sum)) {
      throw new IllegalArgumentException(
          "image " + imageId.json() + ": expected finite numbers, found " + box + " " + score);
    }
  }

  /** A detection in terms of the data set. */
  public static CocoResult of(ImageId imageId, Detection detection, Categories categories) {
    long categoryId = categories.get(detection.category()).id();
    return new CocoResult(imageId, categoryId, detection.box(), detection.score());
  }
}
