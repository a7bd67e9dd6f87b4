package dev.riffle.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Numbers, against {@link Double#parseDouble}, which rounds rightly. */
class NumberTest {

  private static JsonReader reader(String text) {
    JsonBytes bytes = JsonBytes.of(text.getBytes(StandardCharsets.UTF_8));
    return new JsonReader(bytes.array(), bytes.begin(), bytes.end());
  }

  private static double number(String text) throws JsonException {
    JsonReader in = reader(text);
    double number = in.number();
    in.finish();
    return number;
  }

  private static void assertExact(String text) throws JsonException {
    long expected = Double.doubleToRawLongBits(Double.parseDouble(text));
    long found = Double.doubleToRawLongBits(number(text));
    if (expected != found) { // a message for each of millions would take long
      assertEquals(Double.parseDouble(text), Double.longBitsToDouble(found), text);
    }
  }

  @Test
  void shortestDecimalsOfDoublesComeBack() throws JsonException {
    Random random = new Random(1);
    for (int i = 0; i < 500_000; i++) {
      assertExact(Double.toString(random.nextDouble() * 640));
      assertExact(Double.toString(-random.nextDouble() * Math.pow(10, random.nextInt(40) - 30)));
      assertExact(Double.toString(random.nextFloat() * 640)); // what detectors write
    }
  }

  @Test
  void doublesOfAllSizesComeBack() throws JsonException {
    Random random = new Random(2);
    for (int i = 0; i < 200_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        assertExact(Double.toString(value));
      }
    }
  }

  @Test
  void digitsOfAnyCountAreRoundedOnce() throws JsonException {
    Random random = new Random(3);
    for (int i = 0; i < 1_000_000; i++) {
      int count = 1 + random.nextInt(22);
      int point = random.nextInt(count + 1);
      StringBuilder text = new StringBuilder();
      for (int k = 0; k < count; k++) {
        text.append(k == point && k > 0 ? "." : "");
        text.append((char) ('0' + (k == 0 ? 1 + random.nextInt(9) : random.nextInt(10))));
      }
      if (random.nextInt(4) == 0) {
        text.append('e').append(random.nextInt(60) - 45);
      }
      assertExact(text.toString());
    }
  }

  // The decimals half way between two doubles, and those next to them, are where rounding is hard.
  @Test
  void halvesGoToTheEvenDouble() throws JsonException {
    Random random = new Random(4);
    for (int i = 0; i < 200_000; i++) {
      double low = random.nextInt(1 << 20) + random.nextInt(1 << 8) / 256.0;
      low = random.nextBoolean() ? low / (1L << random.nextInt(30)) : low * 1e9;
      BigDecimal half =
          new BigDecimal(low).add(new BigDecimal(Math.nextUp(low))).divide(BigDecimal.valueOf(2));
      assertExact(half.toPlainString());
      for (int digits = 15; digits <= 20; digits++) {
        BigDecimal near = half.round(new java.math.MathContext(digits));
        assertExact(near.toPlainString());
        assertExact(near.add(near.ulp()).toPlainString());
      }
    }
  }

  // 17 digits that lie within 2^-64 of a half come about by chance once in 10^16; ties of numbers
  // with few bits do not, and are below 2^53 only with few digits.
  @Test
  void tiesWithMoreDigitsThanADoubleHas() throws JsonException {
    for (long odd = (1L << 53) + 1; odd < (1L << 53) + 20_001; odd += 2) {
      assertExact(odd + ".0");
      assertExact(odd + "0e-1");
      assertExact(odd + "00.0e-2");
      assertExact(new BigDecimal(odd).divide(BigDecimal.valueOf(8)).toPlainString());
      assertExact(new BigDecimal(odd).divide(BigDecimal.valueOf(1024)).toPlainString());
    }
  }

  @Test
  void whatIsRareIsReadToo() throws JsonException {
    for (String text :
        List.of(
            "0",
            "-0",
            "0.0",
            "-0.0",
            "0e5",
            "1E5",
            "1e+5",
            "1e-5",
            "0.000",
            "9007199254740993",
            "9223372036854775807",
            "9223372036854775808",
            "18446744073709551615",
            "18446744073709551616",
            "99999999999999999999999999999999999",
            "1e400",
            "-1e400",
            "1e-400",
            "4.9e-324",
            "2.4e-324",
            "2.2250738585072011e-308",
            "1e23",
            "8.5e22",
            "1e999999999999",
            "0e999999999999",
            "1.7976931348623157e308",
            "12345678.12345678",
            "1.12345678",
            "1.123456789012345678901234567890",
            "0.00000000000000000000000000001",
            "123456789012345678.9",
            "1234567890123456789.0",
            "12345678901234567890.0")) {
      assertExact(text);
    }
    assertTrue(Double.isNaN(number("NaN")));
    assertEquals(Double.POSITIVE_INFINITY, number(" Infinity "));
    assertEquals(Double.NEGATIVE_INFINITY, number("-Infinity"));
    assertEquals(1, number("1" + "0".repeat(400) + "e-400"));
    assertEquals(1.5, number("0." + "0".repeat(400) + "15e401"));
  }

  @Test
  void whatIsNoNumberIsNone() {
    for (String text :
        List.of(
            "", "-", "+1", ".5", "1.", "1.e5", "01", "-01", "00", "1e", "1e+", "1.5e-", "0x10",
            "nan", "inf", "-NaN", "null", "true", "\"1\"", "[1]", "1 2", "1.2.3", "--1", "1-",
            "- 1", "1_0", "١")) {
      assertThrows(JsonException.class, () -> number(text), text);
    }
  }

  @Test
  void wholeNumbersMayBeWrittenWithAPoint() throws JsonException {
    assertEquals(42, reader("42").whole());
    assertEquals(42, reader("42.0").whole());
    assertEquals(42, reader("4.2e1").whole());
    assertEquals(42, reader("4200e-2").whole());
    assertEquals(0, reader("0").whole());
    assertEquals(0, reader("-0.0").whole());
    assertEquals(0, reader("0e-7").whole());
    assertEquals(-7, reader("-7").whole());
    assertEquals(900100581781L, reader("900100581781").whole());
    assertEquals(999999999999999999L, reader("999999999999999999").whole());
    assertEquals(Long.MAX_VALUE, reader("9223372036854775807").whole());
    assertEquals(Long.MIN_VALUE, reader("-9223372036854775808").whole());
    assertEquals(9007199254740993L, reader("9007199254740993.0").whole());
  }

  @Test
  void whatIsNotWholeIsRefused() {
    for (String text :
        List.of(
            "1.5",
            "1e-1",
            "9223372036854775808",
            "1e19",
            "1e400",
            "1e-400",
            "NaN",
            "Infinity",
            "-Infinity",
            "null",
            "true",
            "\"1\"",
            "[]",
            "1e-999999999999")) {
      assertThrows(JsonException.class, () -> reader(text).whole(), text);
    }
    assertThrows(JsonException.class, () -> reader("1" + "0".repeat(1_000_000)).whole());
  }
}
