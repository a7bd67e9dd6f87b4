package dev.riffle.eval.numpy;

/** Evenly spaced numbers as {@code numpy.linspace} rounds them. */
public final class Linspace {
  private Linspace() {}

  /**
   * Numbers from first to last: i·step + first, the last one exact. That differs from i/100 or 0.5
   * + 0.05·i by a last bit that can be seen.
   *
   * @param count 2 or more
   */
  public static double[] of(double first, double last, int count) {
    double step = (last - first) / (count - 1);
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = i * step + first;
    }
    values[count - 1] = last;
    return values;
  }
}
