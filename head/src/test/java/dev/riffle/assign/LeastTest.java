package dev.riffle.assign;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LeastTest {

  @Test
  void theLeastAreKeptInOrderAndOfEqualOnesThoseThatCameFirst() {
    Least least = new Least(3);
    double[] numbers = {5, 2, 7, 2, Double.NaN, 1, 2, 9};
    for (int i = 0; i < numbers.length; i++) {
      least.offer(numbers[i], i);
    }
    assertEquals(3, least.size());
    assertEquals(5, least.item(0));
    assertEquals(1, least.item(1));
    assertEquals(3, least.item(2));
    assertEquals(5, least.sum());
  }

  @Test
  void fewNumbersAreAllKept() {
    Least least = new Least(3);
    assertEquals(0, least.sum());
    least.offer(4, 10);
    least.offer(-4, 11);
    assertEquals(2, least.size());
    assertEquals(11, least.item(0));
    least.clear();
    assertEquals(0, least.size());
  }
}
