package dev.riffle.cli;

import java.io.PrintStream;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/**
 * How far long work has come, on standard error: a bar on a terminal, elsewhere a plain line every
 * few seconds. Work of a single step shows nothing.
 */
final class Progress implements AutoCloseable {
  private static final long NANOS_BETWEEN_LINES = 5_000_000_000L;
  private static final int BAR_COLUMNS = 80;

  private final PrintStream out = System.err;
  private final String unit;
  private final long total;
  private final ProgressBar bar; // null where there is no terminal
  private final long start = System.nanoTime();
  private long done;
  private long lastLine = start;

  /** Work of {@code total} steps, each one {@code unit}. */
  Progress(String unit, long total) {
    this.unit = unit;
    this.total = total;
    this.bar = total > 1 && isTerminal() ? bar(unit, total) : null;
  }

  // The launcher knows; the JVM cannot tell standard output from standard error.
  private static boolean isTerminal() {
    return Boolean.getBoolean("riffle.terminal");
  }

  private ProgressBar bar(String unit, long total) {
    return new ProgressBarBuilder()
        .setTaskName(unit)
        .setInitialMax(total)
        .setMaxRenderedLength(BAR_COLUMNS)
        .showSpeed()
        .setConsumer(new ConsoleProgressBarConsumer(out, BAR_COLUMNS))
        .build();
  }

  /** Whether a line of its own for each step would only get into the bar's way. */
  boolean isBar() {
    return bar != null;
  }

  /** Says that steps up to this one are done. */
  void reach(long step) {
    done = step;
    if (bar != null) {
      bar.stepTo(step);
    } else if (total > 1 && System.nanoTime() - lastLine > NANOS_BETWEEN_LINES) {
      lastLine = System.nanoTime();
      double rate = done / ((lastLine - start) / 1e9);
      out.printf(Locale.ROOT, "%d of %d %s, %.1f a second%n", done, total, unit, rate);
    }
  }

  /** Says that one more step is done. */
  void step() {
    reach(done + 1);
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
