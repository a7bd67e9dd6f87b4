package dev.riffle.backbone;

/** The dial of the MobileNets that multiplies all channels. */
final class WidthMultiplier {
  private static final double LEAST = 0.05;
  private static final double MOST = 10;

  private WidthMultiplier() {}

  static void check(double width) {
    if (!(width >= LEAST && width <= MOST)) {
      throw new IllegalArgumentException(
          "width: expected " + LEAST + " to " + MOST + ", found " + width);
    }
  }

  /** The multiple of 8 nearest to that many, but neither below 8 nor more than a tenth less. */
  static int ofEights(double channels) {
    int near = Math.max(8, (int) (channels + 4) / 8 * 8);
    return near < 0.9 * channels ? near + 8 : near;
  }
}
