package dev.riffle.run.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.graph.Scope;
import dev.riffle.graph.Shape;
import dev.riffle.graph.Tensor;
import dev.riffle.graph.Weights;
import dev.riffle.run.Executor;
import dev.riffle.run.ExecutorContract;
import dev.riffle.run.Session;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The reference against the textbook's formulas, and against numbers worked out by hand. */
class ReferenceExecutorTest extends ExecutorContract {

  @Override
  protected Executor executor() {
    return new ReferenceExecutor();
  }

  @Override
  protected List<Tensor> expected(Model model, List<Tensor> inputs) {
    return Textbook.run(model, inputs);
  }

  // The op's output for one picture, given the numbers of its parameters in their order.
  private static float[] run(Op op, Shape shape, float[] picture, float[]... parameters) {
    Node x = Scope.root().input("x", shape);
    Graph graph = new Graph(List.of(x), List.of(Scope.root().node("out", op, x)));
    Map<String, Tensor> weights = new LinkedHashMap<>();
    for (int i = 0; i < parameters.length; i++) {
      weights.put(
          graph.parameters().get(i).name(),
          new Tensor(parameters[i], graph.parameters().get(i).dimensions()));
    }
    Tensor batch = new Tensor(picture, 1, shape.channels(), shape.height(), shape.width());
    try (Session session = new ReferenceExecutor().open(new Model(graph, new Weights(weights)))) {
      return session.run(List.of(batch)).get(0).data();
    }
  }

  private static float[] numbers(float... numbers) {
    return numbers;
  }

  @Test
  void aConvolutionDoesNotTurnItsKernelRound() {
    float[] picture = numbers(0, 0, 0, 0, 1, 0, 0, 0, 0);
    float[] weight = numbers(1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertArrayEquals(
        numbers(9, 8, 7, 6, 5, 4, 3, 2, 1),
        run(Op.Conv2d.dense(1, 3, 1), new Shape(1, 3, 3), picture, weight));
  }

  @Test
  void aStridedConvolutionStartsInThePadding() {
    float[] picture = numbers(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    float[] ones = numbers(1, 1, 1, 1, 1, 1, 1, 1, 1);
    assertArrayEquals(
        // Rows 0–1, then 1–2; columns 0–1, then 1–3; plus the bias.
        numbers(100 + 1 + 2 + 5 + 6, 100 + 9 + 21, 100 + 11 + 19, 100 + 21 + 33),
        run(Op.Conv2d.dense(1, 3, 2).withBias(), new Shape(1, 3, 4), picture, ones, numbers(100)));
  }

  @Test
  void groupsSeeOnlyTheirOwnChannels() {
    assertArrayEquals(
        numbers(1 * 10 + 2 * 20, 3 * 10 + 4 * 20, 5 * 30 + 6 * 40, 7 * 30 + 8 * 40),
        run(
            new Op.Conv2d(4, 1, 1, 0, 2, false),
            Shape.vector(4),
            numbers(10, 20, 30, 40),
            numbers(1, 2, 3, 4, 5, 6, 7, 8)));
  }

  @Test
  void batchNormStandardisesThenScales() {
    assertArrayEquals(
        numbers((5 - 3) / 2f * 10 + 1, (-1 - 3) / 2f * 10 + 1),
        run(
            new Op.BatchNorm(1),
            new Shape(1, 1, 2),
            numbers(5, -1),
            numbers(10),
            numbers(1),
            numbers(3),
            numbers(3))); // a variance of 3 and an epsilon of 1: deviation 2
  }

  @Test
  void averagesCountThePadding() {
    assertArrayEquals(
        numbers(9 / 9f, 18 / 9f, 15 / 9f, 9 / 9f),
        run(new Op.AvgPool(3, 1, 1), new Shape(1, 1, 4), numbers(3, 6, 9, 0)),
        1e-6f);
  }

  @Test
  void doublingInterpolatesAtQuartersAndHoldsTheEdge() {
    assertArrayEquals(
        numbers(0, 1, 3, 4, 0, 1, 3, 4),
        run(new Op.Resize(2, Op.Resize.Mode.BILINEAR), new Shape(1, 1, 2), numbers(0, 4)));
  }

  @Test
  void halvingIsTheMeanOfFour() {
    assertArrayEquals(
        numbers((1 + 2 + 5 + 6) / 4f, (3 + 4 + 7 + 8) / 4f),
        run(
            new Op.Resize(0.5, Op.Resize.Mode.BILINEAR),
            new Shape(1, 2, 4),
            numbers(1, 2, 3, 4, 5, 6, 7, 8)));
  }

  @Test
  void nearestTakesThePixelItFallsIn() {
    assertArrayEquals(
        numbers(7, 7, 8, 9),
        run(new Op.Resize(4 / 3.0, Op.Resize.Mode.NEAREST), new Shape(1, 1, 3), numbers(7, 8, 9)));
  }

  @Test
  void aShuffleInterleavesItsGroups() {
    assertArrayEquals(
        numbers(0, 3, 1, 4, 2, 5),
        run(new Op.Shuffle(2), Shape.vector(6), numbers(0, 1, 2, 3, 4, 5)));
  }

  @Test
  void aLinearLayerReadsChannelsThenRows() {
    assertArrayEquals(
        numbers(1 * 1 + 2 * 10 + 3 * 100 + 4 * 1000 + 7),
        run(
            new Op.Linear(1, true),
            new Shape(2, 1, 2),
            numbers(1, 2, 3, 4),
            numbers(1, 10, 100, 1000),
            numbers(7)));
  }
}
