package dev.riffle.rewrite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.riffle.graph.Activation;
import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op.Activate;
import dev.riffle.graph.Op.Add;
import dev.riffle.graph.Op.BatchNorm;
import dev.riffle.graph.Op.Conv2d;
import dev.riffle.graph.Op.MaxPool;
import dev.riffle.graph.Scope;
import dev.riffle.graph.Shape;
import dev.riffle.graph.Tensor;
import dev.riffle.graph.Weights;
import dev.riffle.run.Session;
import dev.riffle.run.reference.ReferenceExecutor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FoldBatchNormTest {
  private final Scope root = Scope.root();
  private final Node x = root.input("x", new Shape(4, 7, 5));

  private static List<Tensor> run(Model model) {
    Shape shape = model.graph().inputs().get(0).shape();
    Tensor batch = Tensor.zeros(2, shape);
    Random random = new Random(3);
    for (int i = 0; i < batch.data().length; i++) {
      batch.data()[i] = (float) random.nextGaussian();
    }
    try (Session session = new ReferenceExecutor().open(model)) {
      return session.run(List.of(batch));
    }
  }

  private static Model foldedLike(Graph graph) {
    Model model = new Model(graph, Weights.random(graph, 11));
    Model folded = FoldBatchNorm.apply(model);
    List<Tensor> before = run(model);
    List<Tensor> after = run(folded);
    for (int i = 0; i < before.size(); i++) {
      assertArrayEquals(before.get(i).data(), after.get(i).data(), 1e-5f);
    }
    return folded;
  }

  private static List<String> names(Model model) {
    return List.copyOf(model.weights().names());
  }

  @Test
  void theNumbersAreThoseOfTheFormula() {
    // scale = 3 / sqrt(3.99999 + 1e-5) = 1.5: kernel 2 · 1.5, bias (0.5 − 1) · 1.5 + 7.
    Node one = root.input("one", new Shape(1, 1, 1));
    Graph graph =
        new Graph(
            List.of(one),
            List.of(
                root.chain(one)
                    .then("conv", Conv2d.pointwise(1).withBias())
                    .then("norm", BatchNorm.DEFAULT)
                    .end()));
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("conv.weight", new Tensor(new float[] {2}, 1, 1, 1, 1));
    tensors.put("conv.bias", new Tensor(new float[] {0.5f}, 1));
    tensors.put("norm.weight", new Tensor(new float[] {3}, 1));
    tensors.put("norm.bias", new Tensor(new float[] {7}, 1));
    tensors.put("norm.running_mean", new Tensor(new float[] {1}, 1));
    tensors.put("norm.running_var", new Tensor(new float[] {3.99999f}, 1));
    Weights folded = FoldBatchNorm.apply(new Model(graph, new Weights(tensors))).weights();
    assertEquals(3, folded.get("conv.weight").data()[0], 1e-6);
    assertEquals(6.25, folded.get("conv.bias").data()[0], 1e-6);
    assertEquals(2, folded.names().size());
  }

  @Test
  void foldingKeepsOutputsOfDenseGroupedAndDepthwiseConvolutions() {
    Node end =
        root.chain(x)
            .then(Conv2d.dense(6, 3, 2))
            .then(BatchNorm.DEFAULT)
            .then(new Activate(Activation.LEAKY_RELU))
            .then(Conv2d.depthwise(6, 3, 1).withBias())
            .then(new BatchNorm(1e-3))
            .then(new Conv2d(4, 1, 1, 0, 2, false))
            .then(BatchNorm.DEFAULT)
            .end();
    Model folded = foldedLike(new Graph(List.of(x), List.of(end)));
    assertEquals(
        List.of("0.weight", "3.weight", "3.bias", "5.weight", "0.bias", "5.bias"), names(folded));
  }

  @Test
  void aBatchNormThatFollowsNoConvolutionStays() {
    Node end = root.chain(x).then(new MaxPool(3, 2, 1)).then("norm", BatchNorm.DEFAULT).end();
    assertEquals(4, foldedLike(new Graph(List.of(x), List.of(end))).weights().names().size());
  }

  @Test
  void aConvolutionThatSomethingElseReadsIsLeftAlone() {
    Node conv = root.node("conv", Conv2d.pointwise(4), x);
    Node norm = root.node("norm", BatchNorm.DEFAULT, conv);
    Graph both = new Graph(List.of(x), List.of(root.node("sum", new Add(), conv, norm)));
    assertEquals(5, foldedLike(both).weights().names().size());
    Graph handedOut = new Graph(List.of(x), List.of(norm, conv));
    assertEquals(5, foldedLike(handedOut).weights().names().size());
  }

  @Test
  void aBatchNormReadTwiceOrHandedOutIsFolded() {
    Node conv = root.node("conv", Conv2d.pointwise(4), x);
    Node norm = root.node("norm", BatchNorm.DEFAULT, conv);
    Graph graph = new Graph(List.of(x), List.of(norm, root.node("sum", new Add(), norm, norm)));
    assertEquals(List.of("conv.weight", "conv.bias"), names(foldedLike(graph)));
  }

  @Test
  void theOriginalStaysAsItWas() {
    Node end = root.chain(x).then(Conv2d.pointwise(4)).then(BatchNorm.DEFAULT).end();
    Graph graph = new Graph(List.of(x), List.of(end));
    Model model = new Model(graph, Weights.random(graph, 1));
    float[] before = model.weights().get("0.weight").data().clone();
    FoldBatchNorm.apply(model);
    assertArrayEquals(before, model.weights().get("0.weight").data());
  }

  /** The kernel is needed as it is by the layer that the other BatchNorm is not behind. */
  @Test
  void whatSharesParametersIsLeftAlone() {
    Node first = root.in("a").sharing(root).node("conv", Conv2d.pointwise(4), x);
    Node norm = root.node("norm", BatchNorm.DEFAULT, first);
    Node second = root.in("b").sharing(root).node("conv", Conv2d.pointwise(4), norm);
    Node other = root.node("other", BatchNorm.DEFAULT, second);
    assertEquals(9, foldedLike(new Graph(List.of(x), List.of(other))).weights().names().size());
    Node own = root.node("own", Conv2d.pointwise(4), x);
    Node one = root.in("c").sharing(root).node("bn", BatchNorm.DEFAULT, own);
    Node two = root.in("d").sharing(root).node("bn", BatchNorm.DEFAULT, one);
    assertEquals(5, foldedLike(new Graph(List.of(x), List.of(two))).weights().names().size());
  }
}
