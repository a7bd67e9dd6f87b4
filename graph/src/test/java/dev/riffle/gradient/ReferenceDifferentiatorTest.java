package dev.riffle.gradient;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.graph.Parameter;
import dev.riffle.graph.Scope;
import dev.riffle.graph.Shape;
import dev.riffle.graph.Tensor;
import dev.riffle.graph.Weights;
import dev.riffle.run.Session;
import dev.riffle.run.reference.ReferenceExecutor;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * The reference against what its own outputs do when a number is changed a little (central
 * differences), against the executor of plain loops, and against numbers worked out by hand.
 */
class ReferenceDifferentiatorTest extends DifferentiatorContract {
  /** How far a number is moved to either side: little beside the steps between numbers. */
  private static final float NUDGE = 0x1p-13f;

  /** Numbers of each parameter that are tried. */
  private static final int TRIED = 8;

  private static final Predicate<String> EVERYTHING = name -> true;

  @Override
  protected Differentiator differentiator() {
    return new ReferenceDifferentiator();
  }

  @Override
  protected double tolerance() {
    return 1e-5; // some of the statistics are float32
  }

  @Override
  protected void assertPass(
      TrainingSession session,
      Model before,
      Predicate<String> frozen,
      List<Tensor> inputs,
      List<Tensor> outputs,
      List<Tensor> slopes) {
    assertOutputs(before, inputs);
    Random random = new Random(4);
    ReferenceSession other = new ReferenceSession(before, session.batchSize(), frozen);
    for (Parameter parameter : session.learning()) {
      float[] values = other.values(parameter.name());
      float[] gradient = session.gradient(parameter.name());
      double distance = 0;
      double norm = 0;
      for (int i = 0; i < TRIED; i++) {
        int at = random.nextInt(values.length);
        double slope = slope(other, values, at, inputs, slopes);
        distance = Math.hypot(distance, gradient[at] - slope);
        norm = Math.hypot(norm, slope);
      }
      String found = parameter.name() + ": distance " + distance + " of slopes of " + norm;
      assertTrue(distance <= 1e-4 * norm + 1e-6, found);
    }
  }

  // (loss behind − loss before) / way between, where the loss is the sum of slopes · outputs.
  private static double slope(
      ReferenceSession session, float[] values, int at, List<Tensor> inputs, List<Tensor> slopes) {
    float value = values[at];
    values[at] = value - NUDGE;
    double way = -values[at];
    double rise = -loss(session, inputs, slopes);
    values[at] = value + NUDGE;
    way += values[at];
    rise += loss(session, inputs, slopes);
    values[at] = value;
    return rise / way;
  }

  private static double loss(ReferenceSession session, List<Tensor> inputs, List<Tensor> slopes) {
    List<ReferenceSession.Exact> outputs = session.exactly(inputs);
    double loss = 0;
    for (int o = 0; o < outputs.size(); o++) {
      double[] map = outputs.get(o).map();
      for (int i = 0; i < map.length; i++) {
        loss += map[i] * slopes.get(o).data()[i];
      }
    }
    return loss;
  }

  // With all running statistics in use it is inference.
  private static void assertOutputs(Model model, List<Tensor> inputs) {
    int count = inputs.get(0).size(0);
    try (Session executor = new ReferenceExecutor().open(model);
        TrainingSession session = new ReferenceDifferentiator().open(model, count, EVERYTHING)) {
      List<Tensor> expected = executor.run(inputs);
      List<Tensor> found = session.forward(inputs);
      assertEquals(expected.size(), found.size());
      for (int o = 0; o < expected.size(); o++) {
        assertArrayEquals(expected.get(o).data(), found.get(o).data(), 1e-3f);
      }
      for (Parameter parameter : model.graph().parameters()) {
        float[] before = model.weights().get(parameter.name()).data();
        assertArrayEquals(before, session.values(parameter.name()), parameter.name());
      }
    }
  }

  @Test
  void aBatchNormStandardisesItsBatch() {
    Node x = Scope.root().input("x", new Shape(1, 1, 2));
    Graph graph = new Graph(List.of(x), List.of(Scope.root().node("norm", new Op.BatchNorm(1), x)));
    Map<String, Tensor> weights =
        Map.of(
            "norm.weight", new Tensor(new float[] {10}, 1),
            "norm.bias", new Tensor(new float[] {7}, 1),
            "norm.running_mean", new Tensor(new float[] {100}, 1),
            "norm.running_var", new Tensor(new float[] {50}, 1));
    // Mean 4, squares 9 + 1 + 1 + 1 of 4 numbers: a variance of 3, and of 4 without bias.
    Tensor batch = new Tensor(new float[] {7, 3, 3, 3}, 2, 1, 1, 2);
    try (TrainingSession session =
        differentiator().open(new Model(graph, new Weights(weights)), 2, name -> false)) {
      float[] found = session.forward(List.of(batch)).get(0).data();
      assertArrayEquals(new float[] {22, 2, 2, 2}, found, 1e-6f); // a deviation of sqrt(3 + 1)
      assertEquals(0.9f * 100 + 0.1f * 4, session.values("norm.running_mean")[0], 1e-5);
      assertEquals(0.9f * 50 + 0.1f * 4, session.values("norm.running_var")[0], 1e-5);
    }
  }
}
