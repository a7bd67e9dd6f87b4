package dev.riffle.image.draw;

/** A colour for each class, the same whatever else is in the picture. */
final class Palette {
  // Steps of the golden ratio never crowd: each new hue falls into the widest gap so far.
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  private Palette() {}

  /** Blue, green, red, 0 to 255 each. */
  static int[] bgr(int category) {
    double hue = (0.02 + category * GOLDEN) % 1 * 6;
    // After some hues come again, lighter or darker.
    double saturation = new double[] {0.85, 0.55, 0.95}[category / 12 % 3];
    double value = new double[] {0.95, 1, 0.65}[category / 12 % 3];
    return new int[] {
      sample(value, saturation, hue + 4),
      sample(value, saturation, hue + 2),
      sample(value, saturation, hue)
    };
  }

  // A hexagon's corners are the six full colours; a channel is full for a third of the way round.
  private static int sample(double value, double saturation, double hue) {
    double fromFull = Math.abs(hue % 6 - 3) - 1;
    double share = Math.min(1, Math.max(0, fromFull));
    return (int) Math.round(255 * value * (1 - saturation * (1 - share)));
  }

  /**
   * Whether it wants black letters: where white ones would have a contrast (as in WCAG 2) below
   * 3.5. The even point lies at 4.6, but on full reds and greens the eye reads white more easily.
   */
  static boolean isLight(int[] bgr) {
    double luminance = 0.0722 * linear(bgr[0]) + 0.7152 * linear(bgr[1]) + 0.2126 * linear(bgr[2]);
    return 1.05 / (luminance + 0.05) < 3.5;
  }

  private static double linear(int sample) {
    double s = sample / 255.0;
    return s <= 0.04045 ? s / 12.92 : Math.pow((s + 0.055) / 1.055, 2.4);
  }
}
