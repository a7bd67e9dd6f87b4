package dev.riffle.eval.numpy;

/** Sums that round as NumPy's do, which depends on the order of the additions. */
public final class Sums {
  private static final int BUFFER = 8192; // elements that NumPy reduces at a time

  private Sums() {}

  /** The mean of the first values, as {@code numpy.mean} has it. */
  public static double mean(double[] values, int count) {
    double sum = 0;
    for (int i = 0; i < count; i += BUFFER) {
      double block = pairwise(values, i, Math.min(BUFFER, count - i));
      sum = i == 0 ? block : sum + block;
    }
    return sum / count;
  }

  /** The sum of values by halves, below 129 of them in eight running sums. */
  public static double pairwise(double[] v, int from, int count) {
    if (count < 8) {
      double sum = 0;
      for (int i = from; i < from + count; i++) {
        sum += v[i];
      }
      return sum;
    }
    if (count > 128) {
      int half = count / 2;
      half -= half % 8;
      return pairwise(v, from, half) + pairwise(v, from + half, count - half);
    }
    double s0 = v[from];
    double s1 = v[from + 1];
    double s2 = v[from + 2];
    double s3 = v[from + 3];
    double s4 = v[from + 4];
    double s5 = v[from + 5];
    double s6 = v[from + 6];
    double s7 = v[from + 7];
    int i = from + 8;
    for (; i + 8 <= from + count; i += 8) {
      s0 += v[i];
      s1 += v[i + 1];
      s2 += v[i + 2];
      s3 += v[i + 3];
      s4 += v[i + 4];
      s5 += v[i + 5];
      s6 += v[i + 6];
      s7 += v[i + 7];
    }
    double sum = ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
    for (; i < from + count; i++) {
      sum += v[i];
    }
    return sum;
  }
}
