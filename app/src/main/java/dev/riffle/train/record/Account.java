package dev.riffle.train.record;

import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a run came to, for people: {@code summary.txt} and {@code curves.svg}. */
public final class Account {
  private Account() {}

  /**
   * Writes both anew, from what is in the folder.
   *
   * @param name what was trained
   * @param step how many steps were made
   * @param steps how many there are
   * @param best the best evaluation, of which {@code best.safetensors} are the weights
   */
  public static String write(
      RunFolder folder, String name, long step, long steps, Optional<Best> best)
      throws IOException {
    Metrics metrics = Metrics.read(folder.metrics());
    folder.write("curves.svg", Curves.draw(metrics));
    StringBuilder text = new StringBuilder();
    text.append(String.format("%s: %d of %d steps%n", name, step, steps));
    last(metrics, "train").ifPresent(line -> text.append(described("losses, last", line)));
    last(metrics, "evaluation").ifPresent(line -> text.append(described("evaluation, last", line)));
    best.ifPresent(
        one ->
            text.append(
                String.format(
                    Locale.ROOT,
                    "best: %.4f after step %d, weights in %s%n",
                    one.score(),
                    one.step(),
                    folder.path().resolve("best.safetensors"))));
    text.append(
        String.format(
            "%s%n",
            step == steps
                ? "finished, weights in " + folder.path().resolve("last.safetensors")
                : "goes on with --resume " + folder.path()));
    folder.write("summary.txt", text.toString());
    return text.toString();
  }

  private static Optional<Metrics.Line> last(Metrics metrics, String kind) {
    return metrics.lines().stream()
        .filter(line -> line.kind().equals(kind))
        .reduce((before, line) -> line);
  }

  private static String described(String what, Metrics.Line line) {
    StringBuilder text =
        new StringBuilder(String.format(Locale.ROOT, "%s (epoch %.1f):", what, line.epoch()));
    for (Map.Entry<String, Double> figure : line.figures().entrySet()) {
      text.append(String.format(Locale.ROOT, " %s %.4g", figure.getKey(), figure.getValue()));
    }
    return text + "\n";
  }
}
