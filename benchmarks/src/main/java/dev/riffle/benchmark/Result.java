package dev.riffle.benchmark;

import dev.riffle.report.Table;
import dev.riffle.report.Times;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How a contest went. The first rival is Riffle, and the others are held against it.
 *
 * @param milliseconds of each run, {@code [rival][round][run]}
 * @param peaks what {@link Peak} reached in each round
 * @param difference what {@link Agreement#check} found
 */
record Result(
    Subject subject,
    List<Rival> rivals,
    int threads,
    double[][][] milliseconds,
    double[] peaks,
    double difference) {

  @Override
  public String toString() {
    double peak = new Times(peaks).median();
    double gigaflop = subject.flop() / 1e9;
    Table table =
        new Table("", "median ms", "min ms", "p90 ms", "GFLOP/s", "of peak", "Riffle / it");
    for (int i = 0; i < rivals.size(); i++) {
      Times times =
          new Times(Arrays.stream(milliseconds[i]).flatMapToDouble(Arrays::stream).toArray());
      double speed = gigaflop / times.median() * 1e3;
      table.row(
          rivals.get(i).name(),
          number("%.2f", times.median()),
          number("%.2f", times.least()),
          number("%.2f", times.p90()),
          number("%.1f", speed),
          number("%.0f%%", 100 * speed / peak),
          number("%.2f", ratio(i)));
    }
    return number(
        "%s, %d thread%s: %.3f GFLOP a run, peak %.0f GFLOP/s, outputs differ by %.1g at most%n%s",
        subject.name(), threads, threads == 1 ? "" : "s", gigaflop, peak, difference, table);
  }

  // The first's median over another's, round by round, since what disturbs one round disturbs both.
  private double ratio(int rival) {
    double[] ratios = new double[peaks.length];
    for (int round = 0; round < ratios.length; round++) {
      ratios[round] =
          new Times(milliseconds[0][round]).median()
              / new Times(milliseconds[rival][round]).median();
    }
    return new Times(ratios).median();
  }

  private static String number(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
