package dev.riffle.run.planar.step;

/**
 * The exponential function, to about the last digit of a float, quicker than in double precision.
 */
final class Exponential {
  private static final float LEAST = -87; // below, the outcome would be no normal number any more
  private static final float LOG2_E = 1.44269504f;
  private static final float ROUND = 0x1.8p23f; // added, it leaves a whole number in the last bits
  private static final int ONE = Float.floatToRawIntBits(1);
  private static final int FRACTION = 23; // bits of a float's fraction, behind its exponent
  private static final float LN2_FIRST_DIGITS = 0.693359375f; // times a whole number, exact
  private static final float LN2_REST = -2.12194440e-4f;

  private Exponential() {}

  /**
   * {@code e^x = 2^n · e^r}, the second by its series up to the sixth power.
   *
   * @param x at most 88; less than −87 counts as that
   */
  static float exp(float x) {
    float within = x < LEAST ? LEAST : x;
    float rounded = within * LOG2_E + ROUND;
    float n = rounded - ROUND;
    float r = within - n * LN2_FIRST_DIGITS - n * LN2_REST;
    float series = 1 / 720f;
    series = series * r + 1 / 120f;
    series = series * r + 1 / 24f;
    series = series * r + 1 / 6f;
    series = series * r + 0.5f;
    series = series * r + 1;
    series = series * r + 1;
    int twoToTheN = (Float.floatToRawIntBits(rounded) << FRACTION) + ONE;
    return series * Float.intBitsToFloat(twoToTheN);
  }
}
