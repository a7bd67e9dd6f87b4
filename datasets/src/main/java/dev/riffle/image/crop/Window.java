package dev.riffle.image.crop;

/**
 * A part of a scaled picture.
 *
 * @param scaledWidth of the whole picture after scaling
 * @param scaledHeight likewise
 * @param left where the part begins in it
 * @param top likewise
 * @param width of the part
 * @param height of the part
 */
record Window(int scaledWidth, int scaledHeight, int left, int top, int width, int height) {

  /** The middle; where there are two, the one that begins at an even number, as Python rounds. */
  static Window centred(int scaledWidth, int scaledHeight, int width, int height) {
    int left = (int) Math.rint((scaledWidth - width) / 2.0);
    int top = (int) Math.rint((scaledHeight - height) / 2.0);
    return new Window(scaledWidth, scaledHeight, left, top, width, height);
  }
}
