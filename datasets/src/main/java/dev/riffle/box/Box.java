package dev.riffle.box;

/**
 * A rectangle in the pixels of the picture; the right and bottom edges are where it ends, so that
 * the whole picture is {@code (0, 0, width, height)}. All arithmetic is in float32, as detectors do
 * it.
 */
public record Box(float left, float top, float right, float bottom) {

  /** Negative where right lies left of left. */
  public float width() {
    return right - left;
  }

  /** Negative where bottom lies above top. */
  public float height() {
    return bottom - top;
  }

  public float area() {
    return width() * height();
  }

  /** The area that both share; 0 where they only touch. */
  public float intersection(Box other) {
    float width = Math.min(right, other.right) - Math.max(left, other.left);
    float height = Math.min(bottom, other.bottom) - Math.max(top, other.top);
    return Math.max(width, 0) * Math.max(height, 0);
  }

  /** The shared area over the area of both together, 0 to 1; 0 for two boxes without area. */
  public float intersectionOverUnion(Box other) {
    float shared = intersection(other);
    float union = area() + other.area() - shared;
    return union > 0 ? shared / union : 0;
  }

  /** The part inside a picture; a box wholly outside becomes one without area at its edge. */
  public Box clipped(int pictureWidth, int pictureHeight) {
    return new Box(
        within(left, pictureWidth),
        within(top, pictureHeight),
        within(right, pictureWidth),
        within(bottom, pictureHeight));
  }

  private static float within(float place, int size) {
    return Math.min(Math.max(place, 0), size);
  }
}
