package dev.riffle.cli.train;

import dev.riffle.cli.console.Progress;
import dev.riffle.loss.Loss;
import dev.riffle.train.TrainingListener;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Shows on standard error how training goes. */
final class TrainingProgress implements TrainingListener, AutoCloseable {
  private static final double FOLLOWS = 0.1; // how fast the shown pace follows the true one

  private Progress bar; // from the first step on
  private long last = System.nanoTime();
  private double picturesPerSecond;

  @Override
  public void remark(String line) {
    System.err.println("riffle: " + line);
  }

  @Override
  public void stepped(long step, long steps, Loss loss, int pictures) {
    if (bar == null) {
      bar = new Progress("steps", steps, step - 1);
    }
    long now = System.nanoTime();
    double pace = pictures / ((now - last) / 1e9);
    last = now;
    picturesPerSecond += (picturesPerSecond == 0 ? 1 : FOLLOWS) * (pace - picturesPerSecond);
    bar.note(
        loss.terms().entrySet().stream()
                .map(term -> String.format(Locale.ROOT, "%s %.3f", term.getKey(), term.getValue()))
                .collect(Collectors.joining(", "))
            + String.format(Locale.ROOT, ", %.1f pictures/s", picturesPerSecond));
    bar.reach(step);
  }

  @Override
  public void evaluated(double epoch, Map<String, Double> figures, boolean isBest) {
    String words =
        figures.entrySet().stream()
            .filter(each -> each.getValue() >= 0) // below is what there was nothing to measure of
            .map(each -> String.format(Locale.ROOT, "%s %.3f", each.getKey(), each.getValue()))
            .collect(Collectors.joining(", "));
    remark(
        String.format(Locale.ROOT, "epoch %.1f: %s%s", epoch, words, isBest ? " (the best)" : ""));
    last = System.nanoTime();
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
