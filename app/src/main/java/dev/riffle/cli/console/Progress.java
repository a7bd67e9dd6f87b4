package dev.riffle.cli.console;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/**
 * How far long work has come, on standard error: a bar on a terminal, elsewhere a plain line every
 * few seconds. Work of a single step shows nothing.
 */
public final class Progress implements AutoCloseable {
  private static final long NANOS_BETWEEN_LINES = 5_000_000_000L;
  private static final int BAR_COLUMNS = 80;

  /** For work of which nobody knows the end. */
  public static final long UNKNOWN = -1;

  private final PrintStream out = System.err;
  private final String unit;
  private final long total;
  private final ProgressBar bar; // null where there is no terminal
  private final long start = System.nanoTime();
  private final long before;
  private long done;
  private String note = "";
  private long lastLine = start;

  /** Work of {@code total} steps, each one {@code unit}. */
  public Progress(String unit, long total) {
    this(unit, total, 0);
  }

  /** Work of which so many steps were done before. */
  public Progress(String unit, long total, long before) {
    this.unit = unit;
    this.total = total;
    this.before = before;
    this.bar = isLong() && isTerminal() ? bar(unit, total) : null;
  }

  /** Says something about the work, to be shown beside how far it has come. */
  public void note(String words) {
    note = ", " + words;
    if (bar != null) {
      bar.setExtraMessage(words);
    }
  }

  private boolean isLong() {
    return total > 1 || total == UNKNOWN;
  }

  // The launcher knows; the JVM cannot tell standard output from standard error.
  private static boolean isTerminal() {
    return Boolean.getBoolean("riffle.terminal");
  }

  private ProgressBar bar(String unit, long total) {
    return new ProgressBarBuilder()
        .setTaskName(unit)
        .setInitialMax(total)
        .startsFrom(before, Duration.ZERO)
        .setMaxRenderedLength(BAR_COLUMNS)
        .showSpeed()
        .setConsumer(new ConsoleProgressBarConsumer(out, BAR_COLUMNS))
        .build();
  }

  /** Whether a line of its own for each step would only get into the bar's way. */
  public boolean isBar() {
    return bar != null;
  }

  /** Says that steps up to this one are done. */
  public void reach(long step) {
    done = step;
    if (bar != null) {
      bar.stepTo(step);
    } else if (isLong() && System.nanoTime() - lastLine > NANOS_BETWEEN_LINES) {
      lastLine = System.nanoTime();
      double rate = (done - before) / ((lastLine - start) / 1e9);
      String of = total == UNKNOWN ? "" : " of " + total;
      String left = total == UNKNOWN ? "" : ", " + clock((total - done) / rate) + " left";
      out.printf(Locale.ROOT, "%d%s %s, %.1f a second%s%s%n", done, of, unit, rate, left, note);
    }
  }

  private static String clock(double seconds) {
    long whole = Math.max(0, Math.round(seconds));
    return String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
  }

  /** Says that one more step is done. */
  public void step() {
    reach(done + 1);
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
