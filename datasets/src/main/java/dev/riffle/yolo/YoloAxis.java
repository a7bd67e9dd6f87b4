package dev.riffle.yolo;

import dev.riffle.text.FiniteNumber;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * One axis of a box in YOLO's words: its middle and its length as fractions of the picture's side.
 * Both directions are computed in decimals, and as many digits are written as it takes to read the
 * same doubles back.
 */
record YoloAxis(BigDecimal middle, BigDecimal length) {
  private static final BigDecimal TWO = BigDecimal.valueOf(2);
  private static final MathContext PRECISION = new MathContext(40);
  private static final int[] DIGITS = {17, 18, 20, 24, 30};

  /** Where it begins, in pixels of a side. */
  double start(int side) {
    return middle
        .multiply(TWO)
        .subtract(length)
        .multiply(BigDecimal.valueOf(side))
        .divide(TWO)
        .doubleValue();
  }

  /** How long it is, in pixels of a side. */
  double pixels(int side) {
    return length.multiply(BigDecimal.valueOf(side)).doubleValue();
  }

  /** From one place to another, in pixels, as fractions of few digits. */
  static YoloAxis of(BigDecimal from, BigDecimal to, int side) {
    // Rounding the start, not the middle, makes what begins at 0 begin there again.
    BigDecimal length = fraction(to.subtract(from), side);
    return new YoloAxis(fraction(from, side).add(length.divide(TWO)), length);
  }

  /** A place in pixels as a fraction of few digits. */
  static BigDecimal fraction(BigDecimal place, int side) {
    double wanted = place.doubleValue();
    BigDecimal fraction = BigDecimal.valueOf(wanted / side); // mostly it does
    if (place(fraction, side) == wanted) {
      return fraction;
    }
    BigDecimal exact = place.divide(BigDecimal.valueOf(side), PRECISION);
    for (int digits : DIGITS) {
      fraction = rounded(exact, digits);
      if (place(fraction, side) == wanted) {
        break;
      }
    }
    return fraction;
  }

  /** A fraction as a place in pixels. */
  static double place(BigDecimal fraction, int side) {
    return fraction.multiply(BigDecimal.valueOf(side)).doubleValue();
  }

  private static BigDecimal rounded(BigDecimal number, int digits) {
    return number.setScale(digits, RoundingMode.HALF_EVEN);
  }

  @Override
  public String toString() {
    return FiniteNumber.text(middle) + " " + FiniteNumber.text(length);
  }
}
