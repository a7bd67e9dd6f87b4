package dev.riffle.loss.term;

/** Shares in proportion to the exponentials of some numbers; a buffer that is used again. */
public final class Softmax {
  private final double[] shares;
  private final double[] logs; // of the shares

  public Softmax(int count) {
    shares = new double[count];
    logs = new double[count];
  }

  /**
   * Takes other numbers.
   *
   * @param step from one to the next
   */
  public void read(float[] numbers, int first, int step) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < shares.length; i++) {
      largest = Math.max(largest, numbers[first + i * step]);
    }
    double sum = 0;
    for (int i = 0; i < shares.length; i++) {
      logs[i] = numbers[first + i * step] - largest;
      shares[i] = Math.exp(logs[i]);
      sum += shares[i];
    }
    double logSum = Math.log(sum);
    for (int i = 0; i < shares.length; i++) {
      shares[i] /= sum;
      logs[i] -= logSum;
    }
  }

  public double share(int i) {
    return shares[i];
  }

  /** The logarithm of a share. */
  public double log(int i) {
    return logs[i];
  }
}
