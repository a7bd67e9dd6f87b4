package dev.riffle.assign;

/** The least of many numbers, with what they stand for; of equal ones those that came first. */
final class Least {
  private final double[] numbers; // ascending
  private final int[] items;
  private int size;

  /** Keeps that many. */
  Least(int most) {
    numbers = new double[most];
    items = new int[most];
  }

  void clear() {
    size = 0;
  }

  /** Takes a number in, unless it is too large or NaN. */
  void offer(double number, int item) {
    boolean isFull = size == numbers.length;
    if (Double.isNaN(number) || isFull && number >= numbers[size - 1]) {
      return;
    }
    int at = isFull ? size - 1 : size++;
    for (; at > 0 && numbers[at - 1] > number; at--) {
      numbers[at] = numbers[at - 1];
      items[at] = items[at - 1];
    }
    numbers[at] = number;
    items[at] = item;
  }

  int size() {
    return size;
  }

  /** What the number at a rank, from 0, stands for. */
  int item(int rank) {
    return items[rank];
  }

  /** All of them together. */
  double sum() {
    double sum = 0;
    for (int rank = 0; rank < size; rank++) {
      sum += numbers[rank];
    }
    return sum;
  }
}
