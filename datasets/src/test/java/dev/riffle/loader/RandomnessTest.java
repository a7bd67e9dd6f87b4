package dev.riffle.loader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RandomnessTest {
  @Test
  void everyPlaceHasItsOwnNumbers() {
    Set<Long> seen = new HashSet<>();
    int count = 0;
    for (long seed = 0; seed < 10; seed++) {
      for (long step = 0; step < 10; step++) {
        assertTrue(seen.add(Randomness.of(seed, step).nextLong()));
        for (long place = 0; place < 10; place++) {
          assertTrue(seen.add(Randomness.of(seed, step, place).nextLong()));
        }
      }
      count += 110;
    }
    assertEquals(count, seen.size());
  }

  /** A run that is resumed by another version of this program or Java must go on the same. */
  @Test
  void numbersStayAsTheyAre() {
    assertEquals(5040719494114774709L, Randomness.of(1, 2, 3).nextLong());
  }

  @Test
  void firstNumbersAreEven() {
    double sum = 0;
    for (long step = 0; step < 10_000; step++) {
      sum += Randomness.of(0, step).nextDouble();
    }
    assertEquals(0.5, sum / 10_000, 0.01); // three standard deviations are 0.0087
  }
}
