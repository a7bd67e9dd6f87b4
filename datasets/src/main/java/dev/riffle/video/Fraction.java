package dev.riffle.video;

/** A positive ratio, as containers state rates and units of time: 30000/1001 frames a second. */
public record Fraction(int numerator, int denominator) {

  /** Of square pixels, for one. */
  public static final Fraction ONE = new Fraction(1, 1);

  /** Checks that both are positive. */
  public Fraction {
    if (numerator < 1 || denominator < 1) {
      throw new IllegalArgumentException(
          "expected a positive fraction, found " + numerator + "/" + denominator);
    }
  }

  public double value() {
    return (double) numerator / denominator;
  }

  /** One over it. */
  public Fraction inverse() {
    return new Fraction(denominator, numerator);
  }
}
