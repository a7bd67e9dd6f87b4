package dev.riffle.gradient.planar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.riffle.gradient.Differentiator;
import dev.riffle.gradient.DifferentiatorContract;
import dev.riffle.gradient.SmallShuffleNet;
import dev.riffle.gradient.TrainingSession;
import dev.riffle.graph.Activation;
import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.graph.Parameter;
import dev.riffle.graph.Scope;
import dev.riffle.graph.Shape;
import dev.riffle.graph.Tensor;
import dev.riffle.graph.Weights;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The planes against the reference. */
class PlanarDifferentiatorTest extends DifferentiatorContract {
  @Override
  protected Differentiator differentiator() {
    return new PlanarDifferentiator(2);
  }

  @Override
  protected double tolerance() {
    return 1e-4;
  }

  @Test
  void anyNumberOfThreadsGivesTheSameBits() {
    assertSameBits(SmallShuffleNet.HALF.graph());
    assertSameBits(tower());
  }

  // As in the branch that NanoDet-Plus learns by.
  private static Graph tower() {
    Scope scope = Scope.root();
    Node picture = scope.input("picture", new Shape(20, 13, 18));
    Node end =
        scope
            .chain(picture)
            .then(Op.Conv2d.dense(32, 3, 1))
            .then(Op.GroupNorm.of(8))
            .then(new Op.Activate(Activation.LEAKY_RELU))
            .then(new Op.Conv2d(18, 3, 1, 1, 1, true))
            .end();
    return new Graph(List.of(picture), List.of(end));
  }

  private static void assertSameBits(Graph graph) {
    Model model = new Model(graph, Weights.random(graph, 1));
    List<Tensor> inputs = List.of(Tensor.random(3, model.graph().inputs().get(0).shape(), 2));
    try (TrainingSession one = new PlanarDifferentiator(1).open(model, 3, name -> false)) {
      step(one, inputs);
      for (int threads : new int[] {2, 3, 5}) {
        try (TrainingSession more =
            new PlanarDifferentiator(threads).open(model, 3, name -> false)) {
          step(more, inputs);
          for (Parameter parameter : one.learning()) {
            String name = parameter.name();
            assertArrayEquals(one.gradient(name), more.gradient(name), name);
          }
          for (Parameter parameter : one.graph().parameters()) {
            String name = parameter.name();
            assertArrayEquals(one.values(name), more.values(name), name);
          }
        }
      }
    }
  }

  private static void step(TrainingSession session, List<Tensor> inputs) {
    Tensor outputs = session.forward(inputs).get(0);
    session.backward(List.of(new Tensor(outputs.data().clone(), outputs.shape())));
  }
}
