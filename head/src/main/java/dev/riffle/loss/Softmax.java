package dev.riffle.loss;

/** Shares in proportion to the exponentials of some numbers; a buffer that is used again. */
final class Softmax {
  private final double[] shares;
  private double logSum;

  Softmax(int count) {
    shares = new double[count];
  }

  /**
   * Takes other numbers.
   *
   * @param step from one to the next
   */
  void read(float[] numbers, int first, int step) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < shares.length; i++) {
      largest = Math.max(largest, numbers[first + i * step]);
    }
    double sum = 0;
    for (int i = 0; i < shares.length; i++) {
      shares[i] = Math.exp(numbers[first + i * step] - largest);
      sum += shares[i];
    }
    for (int i = 0; i < shares.length; i++) {
      shares[i] /= sum;
    }
    logSum = largest + Math.log(sum);
  }

  double share(int i) {
    return shares[i];
  }

  /** The logarithm of the exponentials' sum: a number less this is its share's logarithm. */
  double logSum() {
    return logSum;
  }
}
