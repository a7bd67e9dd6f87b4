package dev.riffle.image.input;

import dev.riffle.image.OpenCv;
import dev.riffle.image.Picture;
import java.util.Arrays;
import java.util.Locale;
import org.opencv.core.Mat;

/**
 * Writes pictures as a network wants them, one after another, into somebody's array; what it needs
 * for that it uses again. It owns native memory: close it. For one thread.
 */
public final class InputWriter implements AutoCloseable {
  private final Preprocess preprocess;
  private final float[][] normalised = new float[Preprocess.CHANNELS][]; // [blue green red][sample]
  private Mat warped; // from the first picture on
  private byte[] bgr = new byte[0]; // [y][x][blue green red]

  public InputWriter(Preprocess preprocess) {
    this.preprocess = preprocess;
    for (int c = 0; c < normalised.length; c++) {
      normalised[c] = preprocess.normalised(preprocess.order().inInput(c));
    }
  }

  /**
   * Warps and normalises. What {@link Fit#KEEP_RATIO} fills up with is zero.
   *
   * @param warp the picture's, from {@link Preprocess#warp}
   * @param to takes {@code paddedHeight} rows of {@code paddedWidth} numbers in each channel, all
   *     of which are written, and nothing else is
   * @throws IllegalArgumentException if the picture is of another size than the warp's, or the
   *     planes have no room
   */
  public void write(Picture picture, Warp warp, Planes to) {
    check(warp, to);
    if (warped == null) {
      OpenCv.load();
      warped = new Mat();
    }
    warp.apply(picture, warped);
    int count = Preprocess.CHANNELS * warp.width() * warp.height();
    if (bgr.length < count) {
      bgr = new byte[count];
    }
    warped.get(0, 0, bgr);
    for (int c = 0; c < normalised.length; c++) {
      int offset = to.offsets()[preprocess.order().inInput(c)];
      for (int y = 0; y < warp.paddedHeight(); y++) {
        int row = offset + y * to.pitch();
        int filled = y < warp.height() ? warp.width() : 0;
        int from = y * warp.width() * Preprocess.CHANNELS + c;
        look(bgr, from, normalised[c], to.data(), row, filled);
        Arrays.fill(to.data(), row + filled, row + warp.paddedWidth(), 0);
      }
    }
  }

  private static void look(byte[] samples, int from, float[] table, float[] to, int at, int count) {
    for (int x = 0; x < count; x++) {
      to[at + x] = table[samples[from + Preprocess.CHANNELS * x] & 0xff];
    }
  }

  private static void check(Warp warp, Planes to) {
    long last = (warp.paddedHeight() - 1L) * to.pitch() + warp.paddedWidth() - 1;
    boolean isRoomy =
        to.offsets().length == Preprocess.CHANNELS && to.pitch() >= warp.paddedWidth();
    for (int offset : to.offsets()) {
      isRoomy &= offset >= 0 && offset + last < to.data().length;
    }
    if (!isRoomy) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "expected room for %d channels of %dx%d, found planes at %s, of pitch %d, in %d numbers",
              Preprocess.CHANNELS,
              warp.paddedWidth(),
              warp.paddedHeight(),
              Arrays.toString(to.offsets()),
              to.pitch(),
              to.data().length));
    }
  }

  @Override
  public void close() {
    if (warped != null) {
      warped.release();
    }
  }
}
