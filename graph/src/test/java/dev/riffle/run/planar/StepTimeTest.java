package dev.riffle.run.planar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.graph.Activation;
import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.graph.Scope;
import dev.riffle.graph.Shape;
import dev.riffle.graph.Weights;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepTimeTest {
  private static final Scope SCOPE = Scope.root();

  // A stem that is dealt out, a branch of each kind, and what only moves planes about.
  private static Model model() {
    Node x = SCOPE.input("x", new Shape(3, 33, 35));
    Node stem = SCOPE.node("stem", Op.Conv2d.dense(8, 3, 2).withBias(), x);
    Node act = SCOPE.node("act", new Op.Activate(Activation.RELU), stem);
    Node pool = SCOPE.node("pool", new Op.MaxPool(3, 2, 1), act);
    Node left = SCOPE.node("left", new Op.Slice(0, 4), pool);
    Node right = SCOPE.node("right", new Op.Slice(4, 8), pool);
    Node depthwise = SCOPE.node("depthwise", Op.Conv2d.depthwise(4, 3, 1).withBias(), right);
    Node both = SCOPE.node("both", new Op.Concat(), left, depthwise);
    Node shuffled = SCOPE.node("shuffled", new Op.Shuffle(2), both);
    Node pointwise = SCOPE.node("pointwise", Op.Conv2d.pointwise(8).withBias(), shuffled);
    Node sum = SCOPE.node("sum", new Op.Add(), pointwise, shuffled);
    Node mean = SCOPE.node("mean", new Op.MeanPool(), sum);
    Node scores = SCOPE.node("scores", new Op.Linear(5, true), mean);
    Node up = SCOPE.node("up", new Op.Resize(2, Op.Resize.Mode.BILINEAR), sum);
    Graph graph = new Graph(List.of(x), List.of(scores, up));
    return new Model(graph, Weights.random(graph, 1));
  }

  private static List<String> names(StepTime step) {
    return step.nodes().stream().map(Node::name).toList();
  }

  @Test
  void everyNodeThatComputesIsInOneStep() {
    Model model = model();
    List<StepTime> steps = new PlanarExecutor(2).profile(model, 3);
    List<String> expected =
        model.graph().nodes().stream()
            .filter(
                node ->
                    !(node.op() instanceof Op.Input
                        || node.op() instanceof Op.Slice
                        || node.op() instanceof Op.Concat
                        || node.op() instanceof Op.Shuffle))
            .map(Node::name)
            .sorted()
            .toList();
    List<String> found = steps.stream().flatMap(step -> names(step).stream()).sorted().toList();
    assertEquals(expected, found);
  }

  @Test
  void stepsSayWhatTheyDoAndHowLong() {
    List<StepTime> steps = new PlanarExecutor(1).profile(model(), 3);
    for (StepTime step : steps) {
      assertTrue(step.medianMs() > 0, step.toString());
      assertEquals(
          step.kind().equals("deal") || step.kind().equals("surround"), step.nodes().isEmpty());
    }
    assertTrue(steps.stream().anyMatch(step -> step.kind().equals("deal")), steps.toString());
    StepTime sum =
        steps.stream().filter(s -> names(s).contains("pointwise")).findFirst().orElseThrow();
    assertEquals(List.of("pointwise", "sum"), names(sum));
    assertEquals("convolve", sum.kind());
  }

  @Test
  void itNeedsARun() {
    assertThrows(IllegalArgumentException.class, () -> new PlanarExecutor(1).profile(model(), 0));
  }
}
