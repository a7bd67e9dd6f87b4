package dev.riffle.stream.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TimingsTest {

  @Test
  void sharesAreFoundToWithinAHundredth() {
    Timings timings = new Timings(List.of("a", "b"));
    for (int i = 1; i <= 1000; i++) {
      timings.add(0, i * 100_000L); // 0.1 to 100 ms
    }
    assertEquals(50, timings.milliseconds(0, 0.5), 0.5);
    assertEquals(95, timings.milliseconds(0, 0.95), 0.95);
    assertEquals(0.1, timings.milliseconds(0, 0), 0.001);
    assertEquals(0, timings.milliseconds(1, 0.5));
  }

  @Test
  void extremesHaveAPlace() {
    Timings timings = new Timings(List.of("a"));
    timings.add(0, 0);
    timings.add(0, Long.MAX_VALUE);
    assertEquals(1e-6, timings.milliseconds(0, 0.5), 1e-8);
  }
}
