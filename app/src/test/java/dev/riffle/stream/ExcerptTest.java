package dev.riffle.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ExcerptTest {
  private static final double FOREVER = Double.POSITIVE_INFINITY;

  private static long count(long every, double from, double to, long limit) {
    return new Excerpt(every, from, to, limit).count(OptionalLong.of(100), 10).orElseThrow();
  }

  @Test
  void wantedFramesAreCounted() {
    assertEquals(100, count(1, 0, FOREVER, 1000));
    assertEquals(34, count(3, 0, FOREVER, 1000)); // 0, 3 ... 99
    assertEquals(20, count(1, 5, 7, 1000)); // 50 ... 69
    assertEquals(7, count(3, 5, 7, 1000));
    assertEquals(5, count(3, 5, 7, 5));
    assertEquals(0, count(1, 20, 30, 5));
    assertEquals(OptionalLong.empty(), Excerpt.ALL.count(OptionalLong.empty(), 10));
    assertEquals(OptionalLong.of(7), new Excerpt(1, 0, FOREVER, 7).count(OptionalLong.empty(), 10));
  }

  @Test
  void whatMakesNoSenseIsNamed() {
    assertThrows(IllegalArgumentException.class, () -> new Excerpt(0, 0, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new Excerpt(1, -1, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new Excerpt(1, 2, 2, 1));
    assertThrows(IllegalArgumentException.class, () -> new Excerpt(1, 0, 1, 0));
  }
}
