package dev.riffle.augment;

import dev.riffle.image.OpenCv;
import dev.riffle.image.Picture;
import dev.riffle.image.input.Planes;
import dev.riffle.image.input.Preprocess;
import dev.riffle.image.input.Warp;
import java.util.Arrays;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Rect;
import org.opencv.core.Scalar;
import org.opencv.imgproc.Imgproc;

/**
 * What an input is composed on before it is normalised; its memory is used again. It owns native
 * memory: close it. For one thread.
 */
public final class Canvas implements AutoCloseable {
  // As black-and-white television weighed them: blue, green, red.
  private static final double[] GREY = {0.114, 0.587, 0.299};

  private Mat mat; // from the first picture on
  private byte[] bgr = new byte[0]; // [y][x][blue green red]

  /** Begins anew, all black. */
  public void clear(int width, int height) {
    if (mat == null) {
      OpenCv.load();
      mat = new Mat();
    }
    mat.create(height, width, CvType.CV_8UC3);
    mat.setTo(new Scalar(0, 0, 0));
  }

  /** Draws a warped picture, with its left top corner at a place; it must lie inside. */
  public void draw(Picture picture, Warp warp, int left, int top) {
    Mat part = mat.submat(new Rect(left, top, warp.width(), warp.height()));
    try {
      warp.apply(picture, part);
    } finally {
      part.release();
    }
  }

  /** Fills all with a part of a picture; several of its pixels melt into one where they must. */
  void fill(Picture picture, ImagePart part, boolean isFlipped) {
    boolean isShrunk = part.width() >= mat.cols() && part.height() >= mat.rows();
    Mat from = picture.mat().submat(new Rect(part.left(), part.top(), part.width(), part.height()));
    try {
      int way = isShrunk ? Imgproc.INTER_AREA : Imgproc.INTER_LINEAR;
      Imgproc.resize(from, mat, mat.size(), 0, 0, way);
    } finally {
      from.release();
    }
    if (isFlipped) {
      Core.flip(mat, mat, 1);
    }
  }

  /** The mean of all pixels' greys, 0 to 255. */
  public double meanGrey() {
    double[] means = Core.mean(mat).val;
    return GREY[0] * means[0] + GREY[1] * means[1] + GREY[2] * means[2];
  }

  /**
   * Writes a network's input: the left top part of what was drawn, its tone changed, normalised;
   * the rest is zero.
   *
   * @param width of the part
   * @param height likewise
   * @param preprocess whose numbers and order of channels
   */
  public void write(int width, int height, Tone tone, Preprocess preprocess, Planes to) {
    int columns = mat.cols();
    int count = Preprocess.CHANNELS * columns * mat.rows();
    if (bgr.length < count) {
      bgr = new byte[count];
    }
    mat.get(0, 0, bgr);
    Normaliser[] channels = new Normaliser[Preprocess.CHANNELS];
    for (int c = 0; c < channels.length; c++) {
      channels[c] = Normaliser.of(preprocess, preprocess.order().inInput(c), tone);
    }
    boolean isGrey = tone.reference() == Tone.Reference.GREY;
    float[] reference = new float[columns];
    for (int y = 0; y < mat.rows(); y++) {
      int filled = y < height ? width : 0;
      int from = Preprocess.CHANNELS * columns * y;
      if (isGrey) {
        grey(from, filled, reference);
      } else {
        brightest(from, filled, reference);
      }
      for (int c = 0; c < channels.length; c++) {
        int row = to.offsets()[preprocess.order().inInput(c)] + y * to.pitch();
        channels[c].write(bgr, from + c, reference, to.data(), row, filled);
        Arrays.fill(to.data(), row + filled, row + columns, 0);
      }
    }
  }

  private void grey(int from, int count, float[] reference) {
    float blue = (float) GREY[0];
    float green = (float) GREY[1];
    float red = (float) GREY[2];
    for (int x = 0; x < count; x++) {
      int at = from + Preprocess.CHANNELS * x;
      reference[x] =
          blue * (bgr[at] & 0xff) + green * (bgr[at + 1] & 0xff) + red * (bgr[at + 2] & 0xff);
    }
  }

  private void brightest(int from, int count, float[] reference) {
    for (int x = 0; x < count; x++) {
      int at = from + Preprocess.CHANNELS * x;
      int blue = bgr[at] & 0xff;
      int green = bgr[at + 1] & 0xff;
      int red = bgr[at + 2] & 0xff;
      reference[x] = Math.max(Math.max(blue, green), red);
    }
  }

  @Override
  public void close() {
    if (mat != null) {
      mat.release();
    }
  }

  /** Tone and normalising of one channel at once: own · sample + other · reference + constant. */
  private record Normaliser(float own, float other, float constant) {

    static Normaliser of(Preprocess preprocess, int channel, Tone tone) {
      double std = preprocess.std().get(channel);
      double constant = (tone.constant() - preprocess.mean().get(channel)) / std;
      return new Normaliser(
          (float) (tone.own() / std), (float) (tone.other() / std), (float) constant);
    }

    void write(byte[] samples, int from, float[] reference, float[] to, int at, int count) {
      for (int x = 0; x < count; x++) {
        int sample = samples[from + Preprocess.CHANNELS * x] & 0xff;
        to[at + x] = own * sample + other * reference[x] + constant;
      }
    }
  }
}
