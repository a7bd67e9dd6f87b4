package dev.riffle.image;

import java.util.List;

/**
 * How a network wants its pictures: the size, the fit, and {@code (x/255 − mean/255) / (std/255)}
 * in float32.
 *
 * @param width of the input in pixels; with {@link Fit#KEEP_RATIO} the most it may have
 * @param mean of each channel on the scale of 0 to 255, in the order of {@code order}
 * @param std of each channel, on the same scale and in the same order
 */
public record Preprocess(
    int width, int height, Fit fit, List<Float> mean, List<Float> std, ChannelOrder order) {

  private static final int CHANNELS = 3;

  /**
   * Checks sizes and numbers.
   *
   * @throws IllegalArgumentException naming the component
   */
  public Preprocess {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
    positive("width", width);
    positive("height", height);
    three("mean", mean);
    three("std", std);
    for (int c = 0; c < CHANNELS; c++) {
      if (!Float.isFinite(mean.get(c))) {
        throw new IllegalArgumentException("mean: expected finite numbers, found " + mean);
      }
      if (!(std.get(c) > 0) || !Float.isFinite(std.get(c))) {
        throw new IllegalArgumentException("std: expected positive numbers, found " + std);
      }
    }
  }

  private static void positive(String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(what + ": expected 1 or more, found " + value);
    }
  }

  private static void three(String what, List<Float> values) {
    if (values.size() != CHANNELS) {
      throw new IllegalArgumentException(what + ": expected 3 numbers, found " + values);
    }
  }

  /** The way of a picture of this size into the input. */
  public Warp warp(int pictureWidth, int pictureHeight) {
    return Warp.of(pictureWidth, pictureHeight, width, height, fit);
  }

  /** Warps and normalises. What {@link Fit#KEEP_RATIO} fills up with is zero. */
  public NetworkInput apply(Picture picture) {
    Warp warp = warp(picture.width(), picture.height());
    byte[] bgr;
    try (Picture warped = warp.apply(picture)) {
      bgr = warped.bgr();
    }
    int plane = warp.paddedHeight() * warp.paddedWidth();
    float[] data = new float[CHANNELS * plane];
    int[] channels = {order.inInput(0), order.inInput(1), order.inInput(2)};
    float[] blues = normalised(channels[0]);
    float[] greens = normalised(channels[1]);
    float[] reds = normalised(channels[2]);
    int from = 0;
    for (int y = 0; y < warp.height(); y++) {
      int blue = channels[0] * plane + y * warp.paddedWidth();
      int green = channels[1] * plane + y * warp.paddedWidth();
      int red = channels[2] * plane + y * warp.paddedWidth();
      for (int x = 0; x < warp.width(); x++, from += CHANNELS) {
        data[blue + x] = blues[bgr[from] & 0xff];
        data[green + x] = greens[bgr[from + 1] & 0xff];
        data[red + x] = reds[bgr[from + 2] & 0xff];
      }
    }
    return new NetworkInput(data, CHANNELS, warp.paddedHeight(), warp.paddedWidth(), warp);
  }

  // What each of the 256 samples becomes in a channel, rounded step by step as numpy does.
  private float[] normalised(int channel) {
    float mean = this.mean.get(channel) / 255f;
    float std = this.std.get(channel) / 255f;
    float[] normalised = new float[256];
    for (int sample = 0; sample < 256; sample++) {
      normalised[sample] = (sample / 255f - mean) / std;
    }
    return normalised;
  }
}
