package dev.riffle.train;

import dev.riffle.gradient.Differentiator;
import dev.riffle.gradient.TrainingSession;
import dev.riffle.graph.Model;
import dev.riffle.graph.Parameter;
import dev.riffle.graph.Shape;
import dev.riffle.graph.Tensor;
import dev.riffle.image.Preprocess;
import dev.riffle.loader.Batch;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A network that learns from inputs of any size: a session for each size, of which one has the true
 * numbers. For one thread.
 */
final class Network implements AutoCloseable {
  private final Differentiator differentiator;
  private final Predicate<String> frozen;
  private final Map<Shape, TrainingSession> sessions = new HashMap<>();
  private TrainingSession current;

  /** Begins with the model's numbers, for inputs of its size. */
  Network(Differentiator differentiator, Model model, int batchSize, Predicate<String> frozen) {
    this.differentiator = differentiator;
    this.frozen = frozen;
    this.current = differentiator.open(model, batchSize, frozen);
    sessions.put(current.graph().inputs().get(0).shape(), current);
  }

  /** The session of the last batch, which has the numbers. */
  TrainingSession session() {
    return current;
  }

  /** All numbers by name, not copies. */
  Map<String, Tensor> numbers() {
    Map<String, Tensor> numbers = new LinkedHashMap<>();
    for (Parameter parameter : current.graph().parameters()) {
      float[] values = current.values(parameter.name());
      numbers.put(parameter.name(), new Tensor(values, parameter.dimensions()));
    }
    return numbers;
  }

  /** Runs the network on a batch. */
  List<Tensor> forward(Batch<?> batch) {
    Shape input = new Shape(Preprocess.CHANNELS, batch.height(), batch.width());
    if (!input.equals(current.graph().inputs().get(0).shape())) {
      TrainingSession before = current;
      current = sessions.computeIfAbsent(input, this::open);
      for (Parameter parameter : current.graph().parameters()) {
        float[] values = before.values(parameter.name());
        System.arraycopy(values, 0, current.values(parameter.name()), 0, values.length);
      }
    }
    return current.forward(
        List.of(
            new Tensor(
                batch.pixels(), batch.size(), input.channels(), input.height(), input.width())));
  }

  private TrainingSession open(Shape input) {
    return differentiator.open(current.model().at(input), current.batchSize(), frozen);
  }

  @Override
  public void close() {
    sessions.values().forEach(TrainingSession::close);
  }
}
