package dev.riffle.json;

import java.math.BigInteger;

/**
 * Decimals to the nearest double, as {@link Double#parseDouble} rounds them, mostly without it.
 *
 * <p>A number is digits · 10^exponent. If the digits are below 2^53 and the power of ten is a
 * double itself, one operation on doubles rounds once and thus rightly. If not, and the exponent is
 * negative, digits / 5^n is computed as digits times a reciprocal of 128 bits; the error of that is
 * known, and unless it could turn the rounding the result is the nearest double. What remains is
 * left to the library.
 */
final class Decimal {
  private static final double[] TENS = {
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
    1e18, 1e19, 1e20, 1e21, 1e22
  };
  private static final int MOST_NEGATIVE = 40;

  // 2^SHIFT[n] / 5^n, cut off to an integer of exactly 128 bits, as two halves
  private static final long[] HIGH = new long[MOST_NEGATIVE + 1];
  private static final long[] LOW = new long[MOST_NEGATIVE + 1];
  private static final int[] SHIFT = new int[MOST_NEGATIVE + 1];

  static {
    BigInteger five = BigInteger.valueOf(5);
    BigInteger power = five;
    for (int n = 1; n <= MOST_NEGATIVE; n++) {
      SHIFT[n] = 127 + power.bitLength();
      BigInteger reciprocal = BigInteger.ONE.shiftLeft(SHIFT[n]).divide(power);
      HIGH[n] = reciprocal.shiftRight(64).longValue();
      LOW[n] = reciprocal.longValue();
      power = power.multiply(five);
    }
  }

  private Decimal() {}

  /** A power of ten that is a double, up to the 22nd. */
  static double ten(int exponent) {
    return TENS[exponent];
  }

  /**
   * The double nearest to digits · 10^exponent, or NaN where another way has to be found.
   *
   * @param digits unsigned
   */
  static double nearest(long digits, int exponent) {
    if (digits >>> 53 == 0) {
      if (exponent <= 0 && exponent >= -22) {
        return digits / TENS[-exponent];
      }
      if (exponent > 0 && exponent <= 22) {
        return digits * TENS[exponent];
      }
      if (digits == 0) {
        return 0;
      }
    }
    if (exponent < 0 && exponent >= -MOST_NEGATIVE) {
      return divided(digits, -exponent);
    }
    return exponent == 0 && digits > 0 ? (double) digits : Double.NaN;
  }

  // digits / 10^n = digits · reciprocal · 2^-(SHIFT + n)
  private static double divided(long digits, int n) {
    int zeros = Long.numberOfLeadingZeros(digits);
    long factor = digits << zeros;
    long top = highProduct(factor, HIGH[n]);
    // factor · reciprocal = top · 2^128 + rest; top has 63 or 64 bits, of which 53 are kept
    int drop = 11 - Long.numberOfLeadingZeros(top);
    long dropped = top & ((1L << drop) - 1);
    long half = 1L << (drop - 1);
    // Without the lower half of the reciprocal top may be one too low. That matters just below a
    // half and at it; where it would carry into what is kept, rounding up does the same.
    if (dropped == half - 1 || dropped == half) {
      long middle = factor * HIGH[n];
      long sum = middle + highProduct(factor, LOW[n]);
      if (Long.compareUnsigned(sum, middle) < 0) {
        dropped++;
      }
      // Now dropped · 2^64 + sum is too low by less than two: a tie looks like just less than one.
      if (dropped == half ? sum == 0 : dropped == half - 1 && sum >>> 1 == -1L >>> 1) {
        return Double.NaN;
      }
    }
    long mantissa = (top >>> drop) + (dropped >= half ? 1 : 0); // may be 2^53, which is exact
    int exponent = drop + 128 - zeros - SHIFT[n] - n;
    return mantissa * Double.longBitsToDouble((long) (exponent + 1023) << 52);
  }

  private static long highProduct(long a, long b) { // both unsigned
    return Math.multiplyHigh(a, b) + ((a >> 63) & b) + ((b >> 63) & a);
  }
}
