package dev.riffle.run.planar.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Against the function of the same name in double precision. */
class ExponentialTest {

  @Test
  void itIsRightToTheLastDigits() {
    for (float x = -87; x <= 88; x += 0.00173f) {
      double right = Math.exp(x);
      float found = Exponential.exp(x);
      assertTrue(Math.abs(found / right - 1) < 3e-7, () -> "e^" + found + ": expected " + right);
    }
    assertEquals(1, Exponential.exp(0));
    assertEquals(Float.NaN, Exponential.exp(Float.NaN));
  }

  @Test
  void beyondTheLeastItStaysPositiveAndSmall() {
    for (float x : new float[] {-87.5f, -1e9f, Float.NEGATIVE_INFINITY}) {
      assertTrue(Exponential.exp(x) > 0 && Exponential.exp(x) < 1e-37f, x + "");
    }
  }
}
