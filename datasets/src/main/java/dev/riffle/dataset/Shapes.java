package dev.riffle.dataset;

import dev.riffle.mask.Rle;

/** Outlines of annotations, decoded when asked for; many threads may ask at once. */
public interface Shapes {

  /** Whether the annotation has an outline. */
  boolean has(int annotation);

  /**
   * The outline as a mask.
   *
   * @param height of the picture, for polygons; a run-length code has its own size
   * @param width of the picture
   * @throws IllegalArgumentException if it is no outline, saying where and why
   */
  Rle mask(int annotation, int height, int width);

  /**
   * Whether the boxes that stand beside the outlines are those around them, so that outlines whose
   * boxes do not touch need not be decoded to know that they have nothing in common.
   */
  default boolean fitBoxes() {
    return false;
  }

  /**
   * The polygons that the outline is written as, {@code [polygon][x y x y …]} in pixels; nobody
   * writes to them.
   *
   * @return null if there is no outline, or it is written in another way
   * @throws IllegalArgumentException if it is written as polygons, but wrongly
   */
  default double[][] polygons(int annotation) {
    return null;
  }

  /** No outlines at all. */
  Shapes NONE =
      new Shapes() {
        @Override
        public boolean has(int annotation) {
          return false;
        }

        @Override
        public Rle mask(int annotation, int height, int width) {
          throw new IllegalArgumentException("annotation " + annotation + " has no outline");
        }
      };
}
