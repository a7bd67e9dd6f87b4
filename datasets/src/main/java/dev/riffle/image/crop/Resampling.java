package dev.riffle.image.crop;

import dev.riffle.image.Picture;
import org.opencv.core.Mat;
import org.opencv.core.Rect;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/**
 * Whose way of scaling a picture. A network is best with the one that it was trained with; they
 * differ in every pixel, and in how they round the longer side.
 */
public enum Resampling {
  /** Bilinear over as many pixels as melt into one: torchvision's, on Pillow's pictures. */
  PILLOW {
    @Override
    int longerSide(int shorterSide, int shorter, int longer) {
      return Math.toIntExact((long) shorterSide * longer / shorter);
    }

    @Override
    Picture cut(Picture picture, Window window) {
      return PillowBilinear.cut(picture, window);
    }
  },
  /** Bilinear between the two nearest pixels, however many are left out: megvii's. */
  OPENCV {
    @Override
    int longerSide(int shorterSide, int shorter, int longer) {
      return (int) ((double) shorterSide / shorter * longer + 0.5);
    }

    @Override
    Picture cut(Picture picture, Window window) {
      if ((long) window.scaledWidth() * window.scaledHeight() > MOST_PIXELS) {
        throw new IllegalArgumentException(
            "too long and thin to be cropped: it would be scaled to "
                + window.scaledWidth()
                + "x"
                + window.scaledHeight());
      }
      Mat scaled = new Mat();
      try {
        Size size = new Size(window.scaledWidth(), window.scaledHeight());
        Imgproc.resize(picture.mat(), scaled, size, 0, 0, Imgproc.INTER_LINEAR);
        Rect part = new Rect(window.left(), window.top(), window.width(), window.height());
        return new Picture(new Mat(scaled, part).clone());
      } finally {
        scaled.release();
      }
    }
  };

  // OpenCV scales the whole picture before the middle can be cut out.
  private static final long MOST_PIXELS = 1L << 28;

  /** To what the longer side is scaled with the shorter. */
  abstract int longerSide(int shorterSide, int shorter, int longer);

  /** A part of the scaled picture. */
  abstract Picture cut(Picture picture, Window window);
}
