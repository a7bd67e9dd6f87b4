package dev.riffle.image.crop;

import dev.riffle.image.Picture;

/**
 * What a classifier sees of a picture: it is scaled evenly and its middle cut out, as in
 * torchvision's {@code Resize} and {@code CenterCrop}.
 *
 * @param shorterSide of the scaled picture, in pixels
 * @param resampling whose scaling it is
 */
public record Crop(int shorterSide, Resampling resampling) {

  public Crop {
    if (shorterSide < 1) {
      throw new IllegalArgumentException("shorterSide: expected 1 or more, found " + shorterSide);
    }
  }

  /**
   * Checks that so much can be cut out of any picture.
   *
   * @throws IllegalArgumentException if the scaled picture may be smaller
   */
  public void check(int width, int height) {
    int least = Math.max(width, height);
    if (shorterSide < least) {
      throw new IllegalArgumentException(
          "shorterSide: expected " + least + " or more, what is cut out, found " + shorterSide);
    }
  }

  /**
   * The middle of a picture, {@code width} × {@code height}. The caller closes it.
   *
   * @throws IllegalArgumentException if {@link #check} refuses the size, or the picture is too long
   *     and thin
   */
  public Picture apply(Picture picture, int width, int height) {
    check(width, height);
    boolean isWide = picture.width() > picture.height();
    int shorter = Math.min(picture.width(), picture.height());
    int longer = Math.max(picture.width(), picture.height());
    int longerSide = resampling.longerSide(shorterSide, shorter, longer);
    Window middle =
        Window.centred(
            isWide ? longerSide : shorterSide, isWide ? shorterSide : longerSide, width, height);
    return resampling.cut(picture, middle);
  }
}
