package dev.riffle.dataset;

/**
 * What a detector says is in the pictures of a {@link Dataset}, in columns, in the order of the
 * file. The arrays are shared, not copied.
 *
 * @param source where they come from, for messages
 * @param kind what the first of them is, which decides how areas come about
 * @param image index into the data set's pictures
 * @param category index into the data set's categories, −1 where it lists no such category
 * @param boxes {@code [detection][x y width height]}; of masks and keypoints the box around them,
 *     unless the file says another
 * @param areas square pixels: of the box, the mask, or the box around the keypoints, by kind
 * @param scores higher is surer; may be NaN
 * @param shapes masks, where there are any
 * @param keypoints of skeletons; null where there are none
 */
public record Results(
    String source,
    Kind kind,
    int[] image,
    int[] category,
    double[] boxes,
    double[] areas,
    double[] scores,
    Shapes shapes,
    Keypoints keypoints) {

  /** What a results file holds. */
  public enum Kind {
    BOXES,
    MASKS,
    KEYPOINTS
  }

  public int size() {
    return image.length;
  }
}
