package dev.riffle.shapes.draw;

/** Chooses colours and paints at random. */
final class Brushes {
  // What an object's colour must be away from what is around it, of the 441 that there are.
  private static final double CONTRAST = 110;
  private static final int TRIES = 12;

  private static final double MOST_APART = 16; // dots, lest they be taken for circles

  private Brushes() {}

  private static int colour(Chance chance) {
    return Colour.of(
        chance.between(0, 1), chance.between(0.1, 1), Math.sqrt(chance.between(0.04, 1)));
  }

  /** A calm texture: its colours are neighbours, so that what lies on it shows. */
  static Paint ground(Chance chance) {
    int first = Colour.of(chance.between(0, 1), chance.between(0, 0.6), chance.between(0.15, 0.95));
    return texture(first, kindred(first, 0.36, chance), chance.between(14, 60), chance);
  }

  /** A colour that shows on another: the best of some, or the first that is good enough. */
  static int onto(int ground, Chance chance) {
    int best = ground;
    for (int i = 0; i < TRIES && Colour.distance(best, ground) < CONTRAST; i++) {
      int candidate = colour(chance);
      if (Colour.distance(candidate, ground) > Colour.distance(best, ground)) {
        best = candidate;
      }
    }
    return best;
  }

  /** A filling of mainly this colour for an object of this size in pixels. */
  static Paint filling(int colour, double size, Chance chance) {
    if (size < 24 || chance.happens(0.4)) {
      return new Paint.Plain(colour);
    }
    return texture(colour, kindred(colour, 0.3, chance), size * chance.between(0.12, 0.4), chance);
  }

  // Lighter or darker, wherever there is more room.
  private static int kindred(int colour, double most, Chance chance) {
    double light = (Colour.red(colour) + Colour.green(colour) + Colour.blue(colour)) / 765.0;
    double by = chance.between(most / 3, most);
    return Colour.lighter(colour, chance.happens(light) ? -by : by);
  }

  /**
   * One of the patterns.
   *
   * @param period in pixels
   */
  private static Paint texture(int first, int second, double period, Chance chance) {
    double angle = chance.between(0, 2 * Math.PI);
    double cos = StrictMath.cos(angle);
    double sin = StrictMath.sin(angle);
    switch (chance.below(4)) {
      case 0:
        double length = 8 * period;
        return new Paint.Gradient(
            first, second, chance.between(-0.3, 0.7), cos / length, sin / length);
      case 1:
        double sharpness = period / chance.between(1, 4);
        return new Paint.Stripes(
            first,
            second,
            chance.between(0, 1),
            cos / period,
            sin / period,
            chance.between(0.3, 0.7),
            sharpness);
      case 2:
        double apart = Math.min(period, MOST_APART);
        return new Paint.Dots(first, second, apart, cos, sin, apart * chance.between(0.18, 0.34));
      default:
        return Paint.Clouds.of(first, second, period, chance);
    }
  }
}
