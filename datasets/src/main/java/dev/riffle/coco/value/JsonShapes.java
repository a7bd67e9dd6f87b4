package dev.riffle.coco.value;

import dev.riffle.dataset.Shapes;
import dev.riffle.json.JsonException;
import dev.riffle.json.JsonReader;
import dev.riffle.mask.Polygons;
import dev.riffle.mask.Rle;

/** Outlines that stay where they are in the bytes of their file until they are asked for. */
public final class JsonShapes implements Shapes {
  private final String where;
  private final byte[] bytes;
  private final int end;
  private final int[] from; // [annotation], 0 where there is none
  private final double[] boxes; // to stand in where there is none, or null
  private final boolean fitBoxes;

  /**
   * Outlines.
   *
   * @param where the file and the array, for messages
   * @param boxes whose corners stand in where there is no outline, or null
   * @param fitBoxes whether the boxes beside the outlines were taken from them
   */
  public JsonShapes(
      String where, byte[] bytes, int end, int[] from, double[] boxes, boolean fitBoxes) {
    this.where = where;
    this.bytes = bytes;
    this.end = end;
    this.from = from;
    this.boxes = boxes;
    this.fitBoxes = fitBoxes;
  }

  @Override
  public boolean has(int annotation) {
    return from[annotation] > 0 || boxes != null;
  }

  @Override
  public Rle mask(int annotation, int height, int width) {
    try {
      if (from[annotation] > 0) {
        JsonReader in = new JsonReader(bytes, from[annotation], end);
        return Outline.read(in, bytes, height, width);
      }
      if (boxes != null) {
        return corners(annotation, height, width);
      }
      throw new JsonException("there is none", JsonException.NOWHERE);
    } catch (JsonException | IllegalArgumentException e) {
      throw wrong(annotation, e);
    }
  }

  private IllegalArgumentException wrong(int annotation, Exception e) {
    return new IllegalArgumentException(
        where + "[" + annotation + "].segmentation: " + e.getMessage(), e);
  }

  @Override
  public double[][] polygons(int annotation) {
    if (from[annotation] == 0) {
      return null;
    }
    try {
      JsonReader in = new JsonReader(bytes, from[annotation], end);
      return in.peek() == '[' ? Outline.polygons(in) : null;
    } catch (JsonException e) {
      throw wrong(annotation, e);
    }
  }

  @Override
  public boolean fitBoxes() {
    return fitBoxes;
  }

  private Rle corners(int annotation, int height, int width) {
    double left = boxes[4 * annotation];
    double top = boxes[4 * annotation + 1];
    double right = left + boxes[4 * annotation + 2];
    double bottom = top + boxes[4 * annotation + 3];
    double[] polygon = {left, top, left, bottom, right, bottom, right, top};
    return Polygons.rasterise(new double[][] {polygon}, height, width);
  }

  /** The JSON of an outline, or null. */
  public String json(int annotation) throws JsonException {
    return from[annotation] == 0 ? null : new JsonReader(bytes, from[annotation], end).value();
  }
}
