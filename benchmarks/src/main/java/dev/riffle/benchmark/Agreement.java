package dev.riffle.benchmark;

import dev.riffle.graph.Tensor;
import java.util.Arrays;
import java.util.List;

/** That rivals compute the same, without which their times mean nothing. */
final class Agreement {
  /** Of the largest number of an output. */
  private static final double TOLERANCE = 1e-3;

  private Agreement() {}

  /**
   * Holds what the others yielded in their last run against the first's, and gives the largest
   * difference, as a share of the largest number of its output.
   *
   * @throws IllegalStateException naming the rival and the output that differs
   */
  static double check(Subject subject, List<Rival> rivals, List<Rival.Runner> runners) {
    List<Tensor> first = runners.get(0).outputs();
    double largest = 0;
    for (int i = 1; i < rivals.size(); i++) {
      List<Tensor> other = runners.get(i).outputs();
      for (int o = 0; o < first.size(); o++) {
        double difference = difference(first.get(o), other.get(o));
        if (!(difference <= TOLERANCE)) {
          throw new IllegalStateException(
              "%s: %s and %s differ in output %s by %.2g of its largest number, expected at most %s"
                  .formatted(
                      subject.name(),
                      rivals.get(0).name(),
                      rivals.get(i).name(),
                      subject.model().graph().outputs().get(o).name(),
                      difference,
                      TOLERANCE));
        }
        largest = Math.max(largest, difference);
      }
    }
    return largest;
  }

  // Not a number if any number is none.
  private static double difference(Tensor one, Tensor other) {
    if (!Arrays.equals(one.shape(), other.shape())) {
      return Double.NaN;
    }
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < one.data().length; i++) {
      largest = Math.max(largest, Math.abs(one.data()[i]));
      difference = Math.max(difference, Math.abs(one.data()[i] - other.data()[i]));
    }
    return difference / largest;
  }
}
