package dev.riffle.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Shape;
import dev.riffle.graph.Tensor;
import dev.riffle.graph.Weights;
import dev.riffle.rewrite.FoldBatchNorm;
import dev.riffle.run.Session;
import dev.riffle.run.planar.PlanarExecutor;
import dev.riffle.run.reference.ReferenceExecutor;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every network that can be named, on the planar executor, against the reference executor. */
class PlanarZooTest {
  /** Layers that only fit the published input, and take seconds in plain loops. */
  private static final Set<String> LARGE = Set.of("vgg-16", "shufflenetv2-exlarge");

  static Stream<String> names() {
    return Zoo.names().stream().filter(name -> !LARGE.contains(name));
  }

  @ParameterizedTest
  @MethodSource("names")
  void aNetworkComputesTheSame(String name) {
    assertComputesTheSame(smaller(Zoo.read(name, List.of()).graph()));
  }

  /** With the second neck and head that stand beside it then. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aNetworkThatLearnsComputesTheSame(boolean detached) {
    assertComputesTheSame(
        smaller(Zoo.read("nanodet-plus-m_320", List.of()).trainingGraph(detached)));
  }

  private static void assertComputesTheSame(Graph graph) {
    Model model = FoldBatchNorm.apply(new Model(graph, weights(graph)));
    List<Tensor> batch = List.of(Tensor.random(1, graph.inputs().get(0).shape(), 3));
    List<Tensor> expected;
    try (Session session = new ReferenceExecutor().open(model)) {
      expected = session.run(batch);
    }
    List<Tensor> found;
    try (Session session = new PlanarExecutor(2).open(model)) {
      session.run(List.of(noNumbers(batch.get(0)))); // nothing of which may be left
      found = session.run(batch);
    }
    for (int o = 0; o < expected.size(); o++) {
      assertClose(expected.get(o), found.get(o));
    }
  }

  // Random squeezes open and shut gates: over many units that makes of any rounding another
  // network.
  private static Weights weights(Graph graph) {
    Weights random = Weights.random(graph, 1);
    random
        .tensors()
        .forEach(
            (name, tensor) -> {
              if (name.contains(".se_fc") || name.contains(".se.fc") || name.contains(".SE_opr.")) {
                for (int i = 0; i < tensor.data().length; i++) {
                  tensor.data()[i] *= 0.01f;
                }
              }
            });
    return random;
  }

  // Where a classifier's last layer does not depend on the input's size, a smaller one will do.
  private static Graph smaller(Graph graph) {
    try {
      Graph small = graph.at(new Shape(3, 96, 64));
      return small.parameters().equals(graph.parameters()) ? small : graph;
    } catch (IllegalArgumentException e) {
      return graph;
    }
  }

  private static Tensor noNumbers(Tensor like) {
    float[] data = new float[like.data().length];
    Arrays.fill(data, Float.NaN);
    return new Tensor(data, like.shape());
  }

  // With random weights a small number in a wide map is a difference of large ones.
  private static void assertClose(Tensor expected, Tensor found) {
    assertArrayEquals(expected.shape(), found.shape());
    float largest = 0;
    for (float number : expected.data()) {
      largest = Math.max(largest, Math.abs(number));
    }
    for (int i = 0; i < expected.data().length; i++) {
      float e = expected.data()[i];
      float f = found.data()[i];
      assertTrue(Math.abs(e - f) <= 5e-5 * largest + 1e-4 * Math.abs(e), e + " found as " + f);
    }
  }
}
