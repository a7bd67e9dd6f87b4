package dev.riffle.train;

import dev.riffle.gradient.Differentiator;
import dev.riffle.gradient.TrainingSession;
import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Parameter;
import dev.riffle.graph.Shape;
import dev.riffle.graph.Tensor;
import dev.riffle.graph.Weights;
import dev.riffle.image.input.Preprocess;
import dev.riffle.loader.Batch;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A network that learns from inputs of any size, with or without what stands beside it changing it:
 * a session for each, of which one has the true numbers. For one thread.
 */
final class Network implements AutoCloseable {
  private final Phases phases;
  private final Differentiator differentiator;
  private final int batchSize;
  private final Predicate<String> frozen;
  private final Map<Shape, TrainingSession> sessions = new HashMap<>(); // of this phase
  private boolean isDetached;
  private TrainingSession current;

  /** The network in training, before and after its branches are detached; names stay. */
  interface Phases {
    Graph graph(boolean isDetached);
  }

  /**
   * Begins with these numbers.
   *
   * @throws IllegalArgumentException if so large a batch cannot go through at once
   */
  Network(
      Phases phases,
      Weights start,
      Differentiator differentiator,
      int batchSize,
      Predicate<String> frozen) {
    this.phases = phases;
    this.differentiator = differentiator;
    this.batchSize = batchSize;
    this.frozen = frozen;
    this.current = open(new Model(phases.graph(false), start));
    sessions.put(size(current), current);
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

  /**
   * Runs the network on a batch.
   *
   * @param detached whether branches beside the network leave it alone
   */
  List<Tensor> forward(Batch<?> batch, boolean detached) {
    Shape input = new Shape(Preprocess.CHANNELS, batch.height(), batch.width());
    if (detached != isDetached) {
      isDetached = detached;
      TrainingSession next = open(input);
      close();
      sessions.clear();
      sessions.put(input, next);
      current = next;
    } else if (!input.equals(size(current))) {
      TrainingSession next = sessions.get(input);
      if (next == null) {
        next = open(input);
        sessions.put(input, next);
      }
      moveTo(next);
    }
    return current.forward(
        List.of(
            new Tensor(
                batch.pixels(), batch.size(), input.channels(), input.height(), input.width())));
  }

  private TrainingSession open(Shape input) {
    return open(new Model(phases.graph(isDetached).at(input), new Weights(numbers())));
  }

  private TrainingSession open(Model model) {
    try {
      return differentiator.open(model, batchSize, frozen);
    } catch (ArithmeticException e) { // more numbers than an array's places can be counted by
      throw new IllegalArgumentException(
          "schedule.batchSize: "
              + batchSize
              + " inputs "
              + model.graph().inputs().get(0).shape()
              + " need too much memory at once, expected fewer (schedule.accumulate adds up several"
              + " batches)",
          e);
    }
  }

  private void moveTo(TrainingSession next) {
    for (Parameter parameter : current.graph().parameters()) {
      float[] values = current.values(parameter.name());
      System.arraycopy(values, 0, next.values(parameter.name()), 0, values.length);
    }
    current = next;
  }

  private static Shape size(TrainingSession session) {
    return session.graph().inputs().get(0).shape();
  }

  @Override
  public void close() {
    sessions.values().forEach(TrainingSession::close);
  }
}
