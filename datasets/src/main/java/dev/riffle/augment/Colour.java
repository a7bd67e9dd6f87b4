package dev.riffle.augment;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * How a picture's samples may change, with a probability of one half each and in this order. None
 * of it cuts off what leaves the range of 8 bits.
 *
 * @param brightness the most that is added or taken away, as a share of white
 * @param contrast factors of all samples
 * @param saturation factors of a colour's distance from the grey as light as its brightest channel
 */
public record Colour(double brightness, List<Double> contrast, List<Double> saturation) {

  /** NanoDet's. */
  public static final Colour DEFAULT = new Colour(0.2, List.of(0.6, 1.4), List.of(0.5, 1.2));

  /**
   * Checks ranges.
   *
   * @throws IllegalArgumentException naming the component
   */
  public Colour {
    Interval.check("brightness", brightness, 0, 1);
    contrast = Interval.checked("contrast", contrast, 0);
    saturation = Interval.checked("saturation", saturation, 0);
  }

  /** One change of a picture. */
  public Tone draw(RandomGenerator random) {
    // Saturating comes last, so that what is brightest has been changed before as all samples:
    // strength · (a · sample + (1 − a) · brightest + added).
    double added = random.nextBoolean() ? 255 * Interval.draw(-brightness, brightness, random) : 0;
    double strength = random.nextBoolean() ? Interval.draw(contrast, random) : 1;
    double a = random.nextBoolean() ? Interval.draw(saturation, random) : 1;
    return new Tone(strength * a, strength * (1 - a), strength * added, Tone.Reference.BRIGHTEST);
  }
}
