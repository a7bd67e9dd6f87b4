package dev.riffle.json;

import java.math.BigDecimal;
import java.util.Arrays;

/**
 * A place in JSON that moves from value to value. Nothing is kept but the place: there is no tree,
 * and no object for a number.
 *
 * <p>It reads what Python's {@code json} reads: {@code NaN} and infinities too, and numbers of any
 * length. Of values that are skipped only brackets and quotes are looked at.
 *
 * <p>Every method that reads skips white space first, and throws {@link JsonException} where it
 * does not find what it is to read.
 */
public final class JsonReader extends JsonCursor {
  /** How many zero bytes must follow the text, so that no loop has to look where it ends. */
  public static final int PADDING = 16;

  /**
   * A place in a text.
   *
   * @param end of the text; the array is longer by {@link #PADDING} zeros
   */
  public JsonReader(byte[] bytes, int from, int end) {
    super(bytes, from, end);
  }

  /** A number; {@code NaN} and infinities are numbers too. */
  public double number() throws JsonException {
    byte[] b = bytes;
    int c = peek();
    int from = at;
    int i = c == '-' ? from + 1 : from;
    int first = i;
    long digits = 0;
    int d;
    while ((d = b[i] - '0') >= 0 && d <= 9) {
      digits = digits * 10 + d;
      i++;
    }
    int count = i - first;
    if (count == 0 || count > 1 && b[first] == '0') {
      return word();
    }
    int next = b[i];
    if (next == '.') {
      int fraction = ++i;
      long word = words.getLong(i);
      long high = 0xF0F0F0F0F0F0F0F0L;
      if (((word & high) | (((word + 0x0606060606060606L) & high) >>> 4)) == 0x3333333333333333L) {
        digits = digits * 100_000_000 + eightDigits(word & 0x0F0F0F0F0F0F0F0FL);
        i += 8;
      }
      while ((d = b[i] - '0') >= 0 && d <= 9) {
        digits = digits * 10 + d;
        i++;
      }
      int exponent = fraction - i;
      count -= exponent;
      if (count <= 19 && exponent < 0 && (b[i] | 0x20) != 'e') {
        at = i;
        double value =
            digits >>> 53 == 0 && exponent >= -22
                ? digits / Decimal.ten(-exponent)
                : Decimal.nearest(digits, exponent);
        if (value == value) {
          return c == '-' ? -value : value;
        }
      }
    } else if (count <= 18 && (next | 0x20) != 'e') {
      at = i;
      return c == '-' ? -(double) digits : (double) digits; // a negative zero is a double only
    }
    return longNumber(from, i);
  }

  // With an exponent or many digits; the part before the exponent ends at mantissaEnd.
  private double longNumber(int from, int mantissaEnd) throws JsonException {
    byte[] b = bytes;
    int i = mantissaEnd;
    int exponent = 0;
    if (b[i - 1] == '.') {
      throw expected("a number");
    }
    if ((b[i] | 0x20) == 'e') {
      i++;
      boolean isNegative = b[i] == '-';
      i += isNegative || b[i] == '+' ? 1 : 0;
      int first = i;
      int d;
      while ((d = b[i] - '0') >= 0 && d <= 9) {
        exponent = Math.min(exponent * 10 + d, 100_000);
        i++;
      }
      if (i == first) {
        throw expected("a number");
      }
      exponent = isNegative ? -exponent : exponent;
    }
    long digits = 0;
    int significant = 0;
    int point = mantissaEnd;
    for (int k = from; k < mantissaEnd; k++) {
      int d = b[k] - '0';
      if (b[k] == '.') {
        point = k + 1;
      } else if (d >= 0 && (d > 0 || significant > 0)) {
        digits = digits * 10 + d;
        significant++;
      }
    }
    at = i;
    double value =
        significant > 19 ? Double.NaN : Decimal.nearest(digits, exponent - (mantissaEnd - point));
    if (value == value) {
      return b[from] == '-' ? -value : value;
    }
    return Double.parseDouble(JsonText.ascii(b, from, i));
  }

  private double word() throws JsonException {
    if (word("NaN")) {
      return Double.NaN;
    }
    if (word("Infinity")) {
      return Double.POSITIVE_INFINITY;
    }
    if (word("-Infinity")) {
      return Double.NEGATIVE_INFINITY;
    }
    throw expected("a number");
  }

  /** A whole number; {@code 42.0} and {@code 4.2e1} are whole too. */
  public long whole() throws JsonException {
    int c = peek();
    long digits = words.getLong(at) ^ 0x3030303030303030L;
    long others = (digits + 0x7676767676767676L | digits) & 0x8080808080808080L;
    int bits = Long.numberOfTrailingZeros(others) & 0x38; // of the digits; 0 if there are eight
    int next = bytes[at + (bits >>> 3)];
    if (bits == 0 || c == '0' || next == '.' || (next | 0x20) == 'e') {
      return longWhole(c);
    }
    at += bits >>> 3;
    return eightDigits(digits << (64 - bits));
  }

  // The value of eight digits, one a byte, the first in the lowest.
  private static long eightDigits(long digits) {
    long pairs = (digits * (10 * 256 + 1)) >>> 8;
    long fours = ((pairs & 0x00FF00FF00FF00FFL) * (100 * 65536 + 1)) >>> 16;
    return ((fours & 0x0000FFFF0000FFFFL) * ((10000L << 32) + 1)) >>> 32;
  }

  private long longWhole(int c) throws JsonException {
    byte[] b = bytes;
    int i = at;
    long value = 0;
    int d;
    while ((d = b[i] - '0') >= 0 && d <= 9) {
      value = value * 10 + d;
      i++;
    }
    int count = i - at;
    d = b[i];
    if (count == 0 || count > 18 || count > 1 && c == '0' || d == '.' || (d | 0x20) == 'e') {
      return unusualWhole(c);
    }
    at = i;
    return value;
  }

  private long unusualWhole(int c) throws JsonException {
    int from = at;
    if (c != '-' && (c < '0' || c > '9')) {
      throw expected("a whole number");
    }
    double rounded = number();
    try {
      // A number of a million digits, or with a huge exponent, would take long.
      if (at - from <= 400 && Math.abs(rounded) < 1e19) {
        String text = JsonText.ascii(bytes, from, at);
        return rounded == 0 ? zero(text) : new BigDecimal(text).longValueExact();
      }
    } catch (ArithmeticException e) {
      // said below, in the words of this place
    }
    at = from;
    throw expected("a whole number of less than 64 bits");
  }

  private static long zero(String text) {
    // 1e-999999999 is not zero, though its double is.
    for (int i = 0; i < text.length() && (text.charAt(i) | 0x20) != 'e'; i++) {
      if (text.charAt(i) >= '1' && text.charAt(i) <= '9') {
        throw new ArithmeticException();
      }
    }
    return 0;
  }

  /**
   * An array of numbers.
   *
   * @param limit how many to keep at most
   * @return how many there are
   */
  public int numbers(double[] into, int offset, int limit) throws JsonException {
    open('[');
    if (closes(']')) {
      return 0;
    }
    int count = 0;
    do {
      double number = number();
      if (count < limit) {
        into[offset + count] = number;
      }
      count++;
    } while (more(']'));
    return count;
  }

  /** An array of numbers. */
  public double[] numbers() throws JsonException {
    int from = at;
    double[] numbers = new double[64];
    int count = numbers(numbers, 0, numbers.length);
    if (count > numbers.length) {
      at = from;
      numbers = new double[count];
      numbers(numbers, 0, count);
    }
    return Arrays.copyOf(numbers, count);
  }
}
