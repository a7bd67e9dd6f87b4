package dev.riffle.augment;

import java.util.List;
import java.util.random.RandomGenerator;

/** Two numbers, the least and the most of what is drawn evenly between them. */
final class Interval {
  private Interval() {}

  /**
   * A copy.
   *
   * @throws IllegalArgumentException beginning with the name, if it is no interval of finite
   *     numbers above the floor
   */
  static List<Double> checked(String name, List<Double> interval, double floor) {
    boolean isInterval =
        interval.size() == 2
            && interval.get(0) > floor
            && interval.get(0) <= interval.get(1)
            && Double.isFinite(interval.get(1));
    if (!isInterval) {
      throw new IllegalArgumentException(
          name + ": expected [least, most], both above " + floor + ", found " + interval);
    }
    return List.copyOf(interval);
  }

  /**
   * The number itself.
   *
   * @throws IllegalArgumentException beginning with the name, if it is not among the accepted
   */
  static void check(String name, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          name + ": expected " + least + " to " + most + ", found " + value);
    }
  }

  static double draw(List<Double> interval, RandomGenerator random) {
    return draw(interval.get(0), interval.get(1), random);
  }

  static double draw(double least, double most, RandomGenerator random) {
    return least + (most - least) * random.nextDouble();
  }
}
