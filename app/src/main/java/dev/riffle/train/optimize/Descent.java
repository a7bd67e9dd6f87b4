package dev.riffle.train.optimize;

import dev.riffle.gradient.TrainingSession;
import dev.riffle.graph.Parameter;
import dev.riffle.graph.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An optimiser at work on a network: what it remembers of each number that learns. */
public final class Descent {
  private final Optimizer optimizer;
  private final List<Slot> slots = new ArrayList<>(); // in the graph's order
  private long steps;

  private record Slot(Parameter parameter, double factor, double decay, float[][] memory) {}

  /**
   * Remembers nothing yet.
   *
   * @throws IllegalArgumentException if a group names no parameter
   */
  public Descent(Optimizer optimizer, Groups groups, TrainingSession session) {
    this.optimizer = optimizer;
    groups.check(session.graph().parameters().stream().map(Parameter::name).toList());
    Set<String> decayed = groups.decayed(session.graph());
    for (Parameter parameter : session.learning()) {
      slots.add(
          new Slot(
              parameter,
              groups.factor(parameter.name()),
              decayed.contains(parameter.name()) ? optimizer.weightDecay() : 0,
              new float[optimizer.memory().length][parameter.elements()]));
    }
  }

  /**
   * Changes the session's parameters.
   *
   * @param rate the learning rate of parameters without one of their own
   */
  public void step(TrainingSession session, Gradients gradients, double rate) {
    steps++;
    for (Slot slot : slots) {
      String name = slot.parameter.name();
      optimizer.update(
          session.values(name),
          gradients.of(name),
          slot.memory,
          rate * slot.factor,
          slot.decay,
          steps);
    }
  }

  /** What is remembered, not a copy: {@code momentum.backbone.conv1.0.weight}, … */
  public Map<String, Tensor> memory() {
    Map<String, Tensor> memory = new LinkedHashMap<>();
    for (Slot slot : slots) {
      for (int i = 0; i < slot.memory.length; i++) {
        memory.put(
            optimizer.memory()[i] + "." + slot.parameter.name(),
            new Tensor(slot.memory[i], slot.parameter.dimensions()));
      }
    }
    return memory;
  }

  /**
   * Goes on where another left off.
   *
   * @param steps that it had made
   * @param memory that it had
   * @throws IllegalArgumentException if that is the memory of another optimiser or network
   */
  public void restore(long steps, Map<String, Tensor> memory) {
    this.steps = steps;
    Map<String, Tensor> own = memory();
    if (!own.keySet().equals(memory.keySet())) {
      throw new IllegalArgumentException(
          "expected what "
              + optimizer
              + " remembers, "
              + own.size()
              + " arrays, found "
              + memory.size());
    }
    own.forEach((name, tensor) -> Copy.into(tensor.data(), name, memory.get(name)));
  }
}
