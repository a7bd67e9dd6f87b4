package dev.riffle.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TimesTest {

  @Test
  void quantilesLieBetweenRuns() {
    Times times = new Times(new double[] {5, 1, 4, 2});
    assertEquals(3, times.median());
    assertEquals(1, times.least());
    assertEquals(4.7, times.p90(), 1e-12); // place 2.7 of 1, 2, 4, 5
  }

  @Test
  void oneRunIsAllOfThem() {
    Times times = new Times(new double[] {7});
    assertEquals(7, times.median());
    assertEquals(7, times.least());
    assertEquals(7, times.p90());
  }

  @Test
  void theCallersArrayStaysAsItIs() {
    double[] given = {2, 1};
    assertEquals(1.5, new Times(given).median());
    assertEquals(2, given[0]);
  }
}
