package dev.riffle.image.input;

import dev.riffle.image.Picture;
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

  /** Of every input: blue, green and red, in either order. */
  public static final int CHANNELS = 3;

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

  /**
   * Warps and normalises one picture. What {@link Fit#KEEP_RATIO} fills up with is zero. For many
   * an {@link InputWriter} does it with less garbage.
   */
  public NetworkInput apply(Picture picture) {
    Warp warp = warp(picture.width(), picture.height());
    Planes planes = Planes.of(CHANNELS, warp.paddedHeight(), warp.paddedWidth());
    try (InputWriter writer = new InputWriter(this)) {
      writer.write(picture, warp, planes);
    }
    return new NetworkInput(planes.data(), CHANNELS, warp.paddedHeight(), warp.paddedWidth(), warp);
  }

  /**
   * What an input looks like: the nearest samples of 8 bits. The caller closes it.
   *
   * @param from where its channels are
   */
  public Picture shown(Planes from, int width, int height) {
    byte[] bgr = new byte[Math.toIntExact((long) CHANNELS * width * height)];
    for (int c = 0; c < CHANNELS; c++) {
      int channel = order.inInput(c);
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          float input = from.data()[from.offsets()[channel] + y * from.pitch() + x];
          long sample = Math.round((double) input * std.get(channel) + mean.get(channel));
          bgr[CHANNELS * (y * width + x) + c] = (byte) Math.max(0, Math.min(255, sample));
        }
      }
    }
    return Picture.of(width, height, bgr);
  }

  /** What each of the 256 samples becomes in a channel, rounded step by step as numpy does. */
  float[] normalised(int channel) {
    float mean = this.mean.get(channel) / 255f;
    float std = this.std.get(channel) / 255f;
    float[] normalised = new float[256];
    for (int sample = 0; sample < 256; sample++) {
      normalised[sample] = (sample / 255f - mean) / std;
    }
    return normalised;
  }
}
