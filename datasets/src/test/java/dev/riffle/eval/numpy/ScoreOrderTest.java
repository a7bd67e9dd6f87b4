package dev.riffle.eval.numpy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScoreOrderTest {

  private static final double[] ODD = {
    0,
    -0.0,
    1,
    -1,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.MIN_VALUE,
    -Double.MIN_VALUE,
    Double.MAX_VALUE,
    -Double.MAX_VALUE
  };

  private final ScoreOrder order = new ScoreOrder(); // one for all, as its buffers are kept

  private void check(int size, DoubleSupplier scores) {
    double[] values = new double[size + 3];
    Arrays.setAll(values, i -> scores.getAsDouble());
    int[] detections = new Random(size).ints(size + 2, 0, size + 3).toArray();
    // Descending is ascending in −score, where Double.compare puts not-a-number last; + 0.0 makes
    // both zeros one. The library's sort is stable.
    int[] expected =
        IntStream.range(0, size)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -values[detections[2 + i]] + 0.0))
            .mapToInt(i -> i)
            .toArray();
    assertArrayEquals(expected, Arrays.copyOf(order.sort(values, detections, 2, size), size));
  }

  @Test
  void sortsStably() {
    Random random = new Random(1);
    for (int size : new int[] {0, 1, 2, 63, 64, 65, 100, 5000, 300}) {
      check(size, random::nextDouble);
      check(size, random::nextGaussian);
      check(size, random::nextFloat);
      check(size, () -> random.nextInt(3) / 4.0);
      check(size, () -> ODD[random.nextInt(ODD.length)]);
      check(size, () -> 0.5);
    }
  }

  // Scores that differ in their last bits only, so that the upper ones decide nothing.
  @Test
  void sortsWhatDiffersLittle() {
    Random random = new Random(2);
    for (int bits : new int[] {8, 20, 31, 33}) {
      check(4000, () -> 0.5 + random.nextLong(1L << bits) * 0x1p-53);
      check(4000, () -> random.nextInt(4) / 8.0 - random.nextLong(1L << bits) * 0x1p-53);
    }
  }
}
