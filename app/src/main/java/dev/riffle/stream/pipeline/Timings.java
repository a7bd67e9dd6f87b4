package dev.riffle.stream.pipeline;

import java.util.List;

/** How long stages take, in a memory that does not grow: to within a hundredth, a count a class. */
public final class Timings {
  private static final double GROWTH = 1.02; // from one class to the next
  private static final int CLASSES = 1500; // from a nanosecond to two hours
  private static final double LOG = Math.log(GROWTH);

  private final List<String> names;
  private final long[][] counts; // [stage][class]

  Timings(List<String> names) {
    this.names = List.copyOf(names);
    this.counts = new long[names.size()][CLASSES];
  }

  /** One item in a stage. */
  synchronized void add(int stage, long nanos) {
    int place = (int) Math.round(Math.log(Math.max(1, nanos)) / LOG);
    counts[stage][Math.min(place, CLASSES - 1)]++;
  }

  public List<String> names() {
    return names;
  }

  /**
   * What a share of a stage's items did not exceed.
   *
   * @param share 0.5 for the median
   * @return in milliseconds; 0 where there were none
   */
  public synchronized double milliseconds(int stage, double share) {
    long all = 0;
    for (long count : counts[stage]) {
      all += count;
    }
    long before = 0;
    for (int place = 0; place < CLASSES; place++) {
      before += counts[stage][place];
      if (before > 0 && before >= share * all) {
        return Math.exp(place * LOG) / 1e6;
      }
    }
    return 0;
  }
}
