package dev.riffle.train.record;

import dev.riffle.graph.Tensor;
import dev.riffle.weights.Safetensors;
import dev.riffle.weights.StateDict;
import dev.riffle.weights.file.CheckpointException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that decides how training goes on, beside its configuration: whoever starts from here
 * does what whoever was cut off would have done.
 *
 * @param step how many steps were made
 * @param metricsBytes how long the file of metrics was
 * @param best the best evaluation so far
 * @param model the network's numbers by name
 * @param averages the numbers that follow them; empty if none do
 * @param memory what the optimiser remembers
 */
public record Checkpoint(
    long step,
    long metricsBytes,
    Optional<Best> best,
    Map<String, Tensor> model,
    Map<String, Tensor> averages,
    Map<String, Tensor> memory) {

  // As PyTorch's trainers name them, so that the file is one of weights too.
  private static final String MODEL = "model.";
  private static final String AVERAGES = "avg_model.";
  private static final String MEMORY = "optimizer.";

  /** Writes it whole or not at all. */
  void write(Path file) throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    model.forEach((name, tensor) -> tensors.put(MODEL + name, tensor));
    averages.forEach((name, tensor) -> tensors.put(AVERAGES + name, tensor));
    memory.forEach((name, tensor) -> tensors.put(MEMORY + name, tensor));
    Map<String, String> words = new LinkedHashMap<>();
    words.put("step", Long.toString(step));
    words.put("metricsBytes", Long.toString(metricsBytes));
    best.ifPresent(
        one -> {
          words.put("bestStep", Long.toString(one.step()));
          words.put("bestScore", Double.toString(one.score()));
        });
    Safetensors.write(file, tensors, words);
  }

  /**
   * Reads what was written.
   *
   * @throws CheckpointException if the file is damaged or no checkpoint of a training run
   */
  static Checkpoint read(Path file) throws IOException {
    StateDict dict = Safetensors.read(file);
    Map<String, String> words = dict.metadata();
    try {
      Optional<Best> best =
          Optional.ofNullable(words.get("bestStep"))
              .map(
                  step ->
                      new Best(Long.parseLong(step), Double.parseDouble(words.get("bestScore"))));
      return new Checkpoint(
          Long.parseLong(words.get("step")),
          Long.parseLong(words.get("metricsBytes")),
          best,
          dict.under(MODEL).weights().tensors(),
          dict.under(AVERAGES).weights().tensors(),
          dict.under(MEMORY).weights().tensors());
    } catch (NumberFormatException e) {
      throw new CheckpointException(
          file + ": expected a checkpoint of a training run, found " + words);
    }
  }
}
