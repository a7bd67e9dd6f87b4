package dev.riffle.text;

import java.math.BigDecimal;

/** Decimals of files that are read exactly. */
public final class FiniteNumber {
  private FiniteNumber() {}

  private static final int MOST_CHARACTERS = 800; // a double's decimals, written out, are fewer
  private static final int LARGEST_SCALE = 400; // sums of 1e99999999 and 1 are long

  /**
   * The number that a text is, which a double comes near.
   *
   * @throws NumberFormatException if it is none, or too large
   */
  public static BigDecimal parse(String text) {
    if (text.length() > MOST_CHARACTERS) {
      throw new NumberFormatException("longer than " + MOST_CHARACTERS + " characters");
    }
    BigDecimal number = new BigDecimal(text);
    boolean isScaled = Math.abs((long) number.scale()) > LARGEST_SCALE;
    if (isScaled || !Double.isFinite(number.doubleValue())) {
      throw new NumberFormatException("beyond what a double holds");
    }
    return number;
  }

  /** A number as it is written: 237.98, 48, never with an exponent. */
  public static String text(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
