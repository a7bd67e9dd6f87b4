package dev.riffle.augment;

import dev.riffle.box.Box;
import dev.riffle.box.Truths;
import dev.riffle.box.Truths.Truth;
import dev.riffle.image.input.Homography;
import dev.riffle.image.input.Warp;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a picture and what is known of it come to lie in an input.
 *
 * <p>A pixel is a place for the one (its number) and a square for the other (of side 1, with that
 * number at its left and top), so that turning about the middle of a picture is about (w − 1)/2 for
 * pixels and about w/2 for boxes. What fits a picture into an input does not know that difference,
 * nor does the original, and stays as it is for both.
 *
 * @param warp of pixels
 * @param boxes of boxes, into the input likewise
 */
public record Placement(Warp warp, Homography boxes) {

  /** Only fitted in. */
  public static Placement of(Warp fit) {
    return new Placement(fit, fit.forward());
  }

  /** Changed, then fitted in. */
  public static Placement of(Warp fit, Homography change) {
    Homography ofPixels =
        Homography.shift(0.5, 0.5).then(change).then(Homography.shift(-0.5, -0.5));
    return new Placement(fit.after(ofPixels), change.then(fit.forward()));
  }

  /**
   * What is known of the picture, in the input: bounds of the corners, cut off at the edges of the
   * warped picture. Of an object's box enough must be left; an ignored region stays as long as
   * anything of it does.
   *
   * @param leastSide of a box that is left, in pixels
   * @param leastShare of its area that must be left
   */
  public Truths place(Truths truths, double leastSide, double leastShare) {
    List<Truth> objects = new ArrayList<>(truths.objects().size());
    for (Truth truth : truths.objects()) {
      Box whole = boxes.bounds(truth.box());
      Box left = whole.clipped(warp.width(), warp.height());
      boolean isEnough =
          Math.min(left.width(), left.height()) >= leastSide
              && left.area() > 0
              && left.area() >= leastShare * whole.area();
      if (isEnough) {
        objects.add(new Truth(left, truth.category()));
      }
    }
    List<Box> ignored = new ArrayList<>(truths.ignored().size());
    for (Box region : truths.ignored()) {
      Box left = boxes.bounds(region).clipped(warp.width(), warp.height());
      if (left.area() > 0) {
        ignored.add(left);
      }
    }
    return new Truths(objects, ignored);
  }
}
