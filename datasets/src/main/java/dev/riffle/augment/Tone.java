package dev.riffle.augment;

/**
 * A change of colours: each sample, 0 to 255, becomes {@code own · sample + other · reference +
 * constant}.
 *
 * @param reference a number of the whole pixel
 */
public record Tone(double own, double other, double constant, Reference reference) {

  /** No change. */
  public static final Tone PLAIN = new Tone(1, 0, 0, Reference.BRIGHTEST);

  /** What a pixel's samples are compared with. */
  public enum Reference {
    /** The largest of the three, the value of hue, saturation, value. */
    BRIGHTEST,
    /** The weighted mean that a black-and-white picture shows. */
    GREY
  }
}
