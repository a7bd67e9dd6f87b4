package dev.riffle.eval.numpy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SumsTest {

  private static double[] harmonic(int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = 1.0 / (i + 1);
    }
    return values;
  }

  // numpy.add.reduce(1 / (numpy.arange(n) + 1)), NumPy 2.4
  @ParameterizedTest
  @CsvSource({
    "0, 0x0.0p+0",
    "1, 0x1.0000000000000p+0",
    "7, 0x1.4be2be2be2be2p+1",
    "8, 0x1.5be2be2be2be2p+1",
    "9, 0x1.6a1ba1ba1ba1bp+1",
    "127, 0x1.5b38ae9541ca6p+2",
    "128, 0x1.5bb8ae9541ca7p+2",
    "129, 0x1.5c37b09149ba9p+2",
    "1000, 0x1.df11f45f4e61ap+2",
    "8192, 0x1.32d273ee79fcap+3"
  })
  void roundsAsNumPy(int count, String sum) {
    assertEquals(Double.parseDouble(sum), Sums.pairwise(harmonic(count), 0, count));
  }

  // The same blocks added one after the other in Python.
  @Test
  void meansAreOfBlocks() {
    assertEquals(0x1.12bef9f8f622ep-11, Sums.mean(harmonic(20000), 20000));
  }
}
