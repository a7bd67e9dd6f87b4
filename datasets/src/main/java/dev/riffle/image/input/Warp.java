package dev.riffle.image.input;

import dev.riffle.box.Box;
import dev.riffle.box.Detection;
import dev.riffle.image.Picture;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Scalar;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/**
 * The way of a picture into a network's input, and of boxes back.
 *
 * @param pictureWidth of the picture as it was
 * @param forward from the picture's pixels to the input's
 * @param width of the warped picture
 * @param paddedWidth of the input, filled up on the right; no less than {@code width}
 * @param paddedHeight of the input, filled up at the bottom; no less than {@code height}
 */
public record Warp(
    int pictureWidth,
    int pictureHeight,
    Homography forward,
    int width,
    int height,
    int paddedWidth,
    int paddedHeight) {

  // OpenCV addresses the pixels that it warps by 16-bit numbers.
  private static final int LONGEST_SIDE = 32766;

  /** What {@link Fit#KEEP_RATIO} fills up to: the coarsest stride of a backbone. */
  public static final int MULTIPLE = 32;

  /** Checks that the sizes are sizes. */
  public Warp {
    if (pictureWidth < 1 || pictureHeight < 1 || width < 1 || height < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "expected sizes of 1 or more, found a picture of %dx%d to be warped to %dx%d",
              pictureWidth,
              pictureHeight,
              width,
              height));
    }
    if (paddedWidth < width || paddedHeight < height) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "expected padding to no less than %dx%d, found %dx%d",
              width,
              height,
              paddedWidth,
              paddedHeight));
    }
  }

  /** The way of a picture of one size into an input of another. */
  public static Warp of(
      int pictureWidth, int pictureHeight, int inputWidth, int inputHeight, Fit fit) {
    if (pictureWidth < 1 || pictureHeight < 1) {
      throw new IllegalArgumentException(
          "expected sizes of 1 or more, found a picture of " + pictureWidth + "x" + pictureHeight);
    }
    switch (fit) {
      case KEEP_RATIO:
        return keepingRatio(pictureWidth, pictureHeight, inputWidth, inputHeight);
      case LETTERBOX:
        Homography centred = centred(pictureWidth, pictureHeight, inputWidth, inputHeight);
        return unpadded(pictureWidth, pictureHeight, centred, inputWidth, inputHeight);
      default:
        Homography filled = filled(pictureWidth, pictureHeight, inputWidth, inputHeight);
        return unpadded(pictureWidth, pictureHeight, filled, inputWidth, inputHeight);
    }
  }

  private static Warp keepingRatio(
      int pictureWidth, int pictureHeight, int inputWidth, int inputHeight) {
    double ratio = ratio(pictureWidth, pictureHeight, inputWidth, inputHeight);
    int width = (int) (ratio * pictureWidth);
    int height = (int) (ratio * pictureHeight);
    boolean isTooThin = width == 0 || height == 0;
    width = Math.max(1, width);
    height = Math.max(1, height);
    // Centred, a picture so thin would lie between two pixels and not be seen.
    Homography forward =
        isTooThin
            ? filled(pictureWidth, pictureHeight, width, height)
            : centred(pictureWidth, pictureHeight, width, height);
    return new Warp(
        pictureWidth, pictureHeight, forward, width, height, padded(width), padded(height));
  }

  private static Warp unpadded(
      int pictureWidth, int pictureHeight, Homography forward, int width, int height) {
    return new Warp(pictureWidth, pictureHeight, forward, width, height, width, height);
  }

  // The largest factor with which the picture fits in.
  private static double ratio(int fromWidth, int fromHeight, int toWidth, int toHeight) {
    boolean isTaller = (double) fromWidth / fromHeight < (double) toWidth / toHeight;
    return isTaller ? (double) toHeight / fromHeight : (double) toWidth / fromWidth;
  }

  // Centre on centre. Cutting off the fraction of a side leaves a shift below one pixel, part of
  // what the original networks were trained with.
  private static Homography centred(int fromWidth, int fromHeight, int toWidth, int toHeight) {
    double ratio = ratio(fromWidth, fromHeight, toWidth, toHeight);
    return Homography.shift(-fromWidth / 2.0, -fromHeight / 2.0)
        .then(Homography.scale(ratio, ratio))
        .then(Homography.shift(0.5 * toWidth, 0.5 * toHeight));
  }

  private static Homography filled(int fromWidth, int fromHeight, int toWidth, int toHeight) {
    return Homography.scale((double) toWidth / fromWidth, (double) toHeight / fromHeight);
  }

  /** The same in an input of another size; what is filled up is larger or smaller. */
  public Warp within(int inputWidth, int inputHeight) {
    return new Warp(pictureWidth, pictureHeight, forward, width, height, inputWidth, inputHeight);
  }

  /** As if the picture's pixels had been moved before. */
  public Warp after(Homography change) {
    Homography both = change.then(forward);
    return new Warp(pictureWidth, pictureHeight, both, width, height, paddedWidth, paddedHeight);
  }

  private static int padded(int size) {
    return (size + MULTIPLE - 1) / MULTIPLE * MULTIPLE;
  }

  /**
   * The warped picture, {@code width} × {@code height}, black where it looks beside the picture; by
   * OpenCV's bilinear {@code warpPerspective}. The caller closes it.
   *
   * @throws IllegalArgumentException if the picture is not of this warp's size
   */
  public Picture apply(Picture picture) {
    Mat warped = new Mat();
    apply(picture, warped);
    return new Picture(warped);
  }

  /** As {@link #apply(Picture)}, into a matrix whose memory is used again where it is enough. */
  public void apply(Picture picture, Mat warped) {
    if (picture.width() != pictureWidth || picture.height() != pictureHeight) {
      throw new IllegalArgumentException(
          "expected a picture of " + pictureWidth + "x" + pictureHeight + ", found " + picture);
    }
    if (Math.max(pictureWidth, pictureHeight) > LONGEST_SIDE) {
      throw new IllegalArgumentException(
          "too large to be warped, at most " + LONGEST_SIDE + " pixels a side, found " + picture);
    }
    Mat matrix = new Mat(3, 3, CvType.CV_64F);
    try {
      matrix.put(0, 0, forward.rowMajor());
      Imgproc.warpPerspective(
          picture.mat(),
          warped,
          matrix,
          new Size(width, height),
          Imgproc.INTER_LINEAR,
          Core.BORDER_CONSTANT,
          new Scalar(0));
    } finally {
      matrix.release();
    }
  }

  /** A box of the input as a box of the picture: its corners' bounds, clipped to the picture. */
  public Box toPicture(Box inInput) {
    return toPicture(inInput, forward.inverse());
  }

  /** What was found in the input, as found in the picture. */
  public List<Detection> toPicture(List<Detection> inInput) {
    Homography back = forward.inverse();
    List<Detection> inPicture = new ArrayList<>(inInput.size());
    for (Detection detection : inInput) {
      Box box = toPicture(detection.box(), back);
      inPicture.add(new Detection(box, detection.category(), detection.score()));
    }
    return inPicture;
  }

  private Box toPicture(Box box, Homography back) {
    return back.bounds(box).clipped(pictureWidth, pictureHeight);
  }
}
