package dev.riffle.shapes.draw;

import dev.riffle.box.Box;
import dev.riffle.box.Truths;
import dev.riffle.image.ImageSize;
import dev.riffle.image.Picture;
import dev.riffle.mask.Rle;
import java.util.List;

/**
 * A picture of shapes before a textured ground, and what is in it.
 *
 * <p>The arrays are shared, not copied: nobody writes to them.
 *
 * @param bgr {@code [height][width][blue, green, red]}
 * @param shown whose pixel it is, {@code [height][width]}: 0 of the ground, i + 1 of object i
 */
public record Scene(int width, int height, byte[] bgr, byte[] shown, List<Thing> objects) {
  /**
   * The first seed of scenes that are kept for evaluation. Training counts from 0 and gets nowhere
   * near.
   */
  public static final long HELD_OUT = 1_000_000_000_000L;

  /**
   * Something in it, as far as it shows: what another hides or what is beside the picture does not
   * count.
   *
   * @param box the smallest around its pixels
   * @param category the class, an ordinal of {@link ShapeKind}
   * @param area its pixels
   */
  public record Thing(Box box, int category, int area) {}

  public Scene {
    objects = List.copyOf(objects);
  }

  /** The scene of a seed: always the same bytes, on every machine. */
  public static Scene draw(long seed) {
    return SceneDrawing.draw(new Chance(seed));
  }

  /** How large the scene of a seed is, without drawing it. */
  public static ImageSize size(long seed) {
    return SceneDrawing.size(new Chance(seed));
  }

  /** Its pixels as a picture; the caller closes it. */
  public Picture picture() {
    return Picture.of(width, height, bgr);
  }

  /** The objects for a detector's loss. */
  public Truths truths() {
    return new Truths(
        objects.stream().map(one -> new Truths.Truth(one.box(), one.category())).toList(),
        List.of());
  }

  /** The pixels of an object. */
  public Rle mask(int object) {
    byte[] pixels = new byte[shown.length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (shown[i] == object + 1 ? 1 : 0);
    }
    return Rle.ofPixels(height, width, pixels);
  }
}
