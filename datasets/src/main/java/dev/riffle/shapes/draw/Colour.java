package dev.riffle.shapes.draw;

/** Colours as {@code 0xRRGGBB}. */
final class Colour {
  private Colour() {}

  /**
   * Of a hue, which goes round from 0 to 1, a saturation and a value, from 0 to 1 each.
   *
   * <p>A channel is full for a third of the way round and fades for a sixth on either side.
   */
  static int of(double hue, double saturation, double value) {
    return channel(hue, saturation, value) << 16
        | channel(hue + 2 / 3.0, saturation, value) << 8
        | channel(hue + 1 / 3.0, saturation, value);
  }

  private static int channel(double hue, double saturation, double value) {
    double turn = hue - Math.floor(hue);
    double share = Math.min(1, Math.max(0, Math.abs(6 * turn - 3) - 1));
    return (int) (255 * value * (1 - saturation * (1 - share)) + 0.5);
  }

  static int red(int colour) {
    return colour >> 16 & 0xff;
  }

  static int green(int colour) {
    return colour >> 8 & 0xff;
  }

  static int blue(int colour) {
    return colour & 0xff;
  }

  /** From one colour, at 0, to another, at 256. */
  static int mix(int from, int to, int share) {
    int rest = 256 - share;
    // Red and blue side by side; neither spills into the other.
    int outer = (from & 0xff00ff) * rest + (to & 0xff00ff) * share;
    int middle = (from & 0xff00) * rest + (to & 0xff00) * share;
    return outer >>> 8 & 0xff00ff | middle >>> 8 & 0xff00;
  }

  /** How far two colours are apart: 0 to 441, the length of the way through the cube. */
  static double distance(int a, int b) {
    int red = red(a) - red(b);
    int green = green(a) - green(b);
    int blue = blue(a) - blue(b);
    return Math.sqrt(red * red + green * green + blue * blue);
  }

  /** Lighter by so much, 0 to 1, or darker if negative. */
  static int lighter(int colour, double by) {
    return mix(colour, by > 0 ? 0xffffff : 0, (int) (256 * Math.abs(by)));
  }
}
