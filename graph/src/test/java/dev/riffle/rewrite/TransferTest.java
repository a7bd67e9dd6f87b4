package dev.riffle.rewrite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.riffle.graph.Activation;
import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op.Activate;
import dev.riffle.graph.Op.Add;
import dev.riffle.graph.Op.BatchNorm;
import dev.riffle.graph.Op.Conv2d;
import dev.riffle.graph.Op.Linear;
import dev.riffle.graph.Op.Slice;
import dev.riffle.graph.Scope;
import dev.riffle.graph.Shape;
import dev.riffle.graph.Tensor;
import dev.riffle.graph.Weights;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TransferTest {

  // A small residual network under names that begin with a prefix; the sum either way round.
  private static Graph network(String prefix, boolean turned, int size) {
    Scope root = Scope.root().in(prefix);
    Node x = root.input("x", new Shape(3, size, size));
    Node stem = root.in("stem").chain(x).then(Conv2d.dense(8, 3, 2), BatchNorm.DEFAULT).end();
    Node left =
        root.in("left")
            .chain(stem)
            .then(Conv2d.depthwise(8, 3, 1).withBias(), BatchNorm.DEFAULT, Activate.RELU)
            .end();
    Node right = root.in("right").chain(stem).then(Conv2d.pointwise(8).withBias()).end();
    Node quiet = root.node("quiet", new Activate(Activation.IDENTITY), right);
    Node sum =
        turned
            ? root.node("sum", new Add(), right, left)
            : root.node("sum", new Add(), left, quiet);
    return new Graph(List.of(x), List.of(root.node("fc", new Linear(5, true), sum)));
  }

  private static Model random(Graph graph, long seed) {
    return new Model(graph, Weights.random(graph, seed));
  }

  private static void assertSameNumbers(Weights expected, Weights found) {
    assertEquals(expected.names().size(), found.names().size());
    for (String name : expected.names()) {
      String renamed = name.replace("b.", "a.");
      assertArrayEquals(expected.get(name).data(), found.get(renamed).data(), name);
    }
  }

  @Test
  void theSameNetworkUnderOtherNamesGivesItsNumbers() {
    Model from = random(network("b", true, 9), 3);
    assertSameNumbers(from.weights(), Transfer.of(from, network("a", false, 9)).weights());
  }

  /** Identity BatchNorms are not in the way of a single bit. */
  @Test
  void foldedNumbersComeBackToTheBit() {
    Model folded = FoldBatchNorm.apply(random(network("b", true, 9), 4));
    Model unfolded = Transfer.of(folded, network("a", false, 9));
    assertEquals(network("a", false, 9).parameters().size(), unfolded.weights().names().size());
    assertSameNumbers(folded.weights(), FoldBatchNorm.apply(unfolded).weights());
  }

  /** All floats between two powers of two behave like these: the whole range of fractions. */
  @Test
  void noFractionIsChangedByAnIdentity() {
    Node x = Scope.root().input("x", new Shape(64, 1, 1));
    Node conv = Scope.root().node("c", Conv2d.pointwise(4096).withBias(), x);
    float[] kernel = new float[64 * 4096];
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] = 1 + i * 0x1p-18f + (i % 32) * 0x1p-23f;
    }
    Weights weights =
        new Weights(
            Map.of(
                "c.weight", new Tensor(kernel, 4096, 64, 1, 1),
                "c.bias", new Tensor(new float[4096], 4096)));
    Node plain = Scope.root().node("c", Conv2d.pointwise(4096), x);
    for (double epsilon : new double[] {1e-3, 1e-5, 1e-9}) {
      Node norm = Scope.root().node("n", new BatchNorm(epsilon), plain);
      Model unfolded =
          Transfer.of(
              new Model(new Graph(List.of(x), List.of(conv)), weights),
              new Graph(List.of(x), List.of(norm)));
      float[] again = FoldBatchNorm.apply(unfolded).weights().get("c.weight").data();
      assertArrayEquals(kernel, again);
    }
  }

  @Test
  void inputsOfAnotherSizeAreNoMatter() {
    Node x = Scope.root().input("x", new Shape(3, 12, 10));
    Node conv = Scope.root().node("c", Conv2d.dense(4, 3, 2), x);
    Model from = random(new Graph(List.of(x), List.of(conv)), 5);
    Graph to = from.graph().at(new Shape(3, 7, 9));
    assertArrayEquals(
        from.weights().get("c.weight").data(),
        Transfer.of(from, to).weights().get("c.weight").data());
  }

  /** A published file goes on behind the outputs: slices, sigmoids. */
  @Test
  void whatComesBehindTheOutputsIsLeftAway() {
    Node x = Scope.root().input("x", new Shape(3, 4, 4));
    Node conv = Scope.root().node("c", Conv2d.pointwise(6), x);
    Node slice = Scope.root().node("s", new Slice(0, 4), conv);
    Node sigmoid = Scope.root().node("p", new Activate(Activation.SIGMOID), slice);
    Model from = random(new Graph(List.of(x), List.of(sigmoid)), 5);
    Graph to = new Graph(List.of(x), List.of(conv));
    assertEquals(1, Transfer.of(from, to).weights().names().size());
  }

  private static String refusal(Model from, Graph to) {
    return assertThrows(IllegalArgumentException.class, () -> Transfer.of(from, to)).getMessage();
  }

  @Test
  void theFirstNodeWithoutACounterpartIsNamed() {
    Node x = Scope.root().input("x", new Shape(3, 9, 9));
    Node conv = Scope.root().node("c", Conv2d.dense(8, 3, 2).withBias(), x);
    Model from = random(new Graph(List.of(x), List.of(conv)), 6);
    String message = refusal(from, network("a", false, 9));
    assertEquals(
        "nothing in it does what a.left.1 8x5x5 = BatchNorm[epsilon=1.0E-5][a.left.0] does",
        message);
  }

  @Test
  void layersThatTheNetworkLacksAreRefused() {
    Node x = Scope.root().input("x", new Shape(3, 4, 4));
    Node first = Scope.root().node("c", Conv2d.pointwise(6), x);
    Node second = Scope.root().node("d", Conv2d.pointwise(7), first);
    Model from = random(new Graph(List.of(x), List.of(second)), 5);
    Graph to = new Graph(List.of(x), List.of(first));
    assertEquals(
        "the network has no place for d 7x4x4 = Conv2d[outChannels=7, kernel=1, stride=1,"
            + " padding=0, groups=1, bias=false][c]",
        refusal(from, to));
  }

  @Test
  void twinsAreRefused() {
    Node x = Scope.root().input("x", new Shape(3, 4, 4));
    Node one = Scope.root().node("one", Conv2d.pointwise(6), x);
    Node two = Scope.root().node("two", Conv2d.pointwise(6), x);
    Model from = random(new Graph(List.of(x), List.of(one, two)), 5);
    Graph to = new Graph(List.of(x), List.of(one));
    assertEquals("one: may be any of [one, two]", refusal(from, to));
  }

  // Two equal layers, whose numbers are the same or not.
  private static Graph twice(boolean shared) {
    Node x = Scope.root().input("x", new Shape(3, 4, 4));
    Scope other = shared ? Scope.root() : Scope.root().in("b");
    Node first = Scope.root().in("a").sharing(Scope.root()).node("c", Conv2d.pointwise(3), x);
    Node last = Scope.root().in("b").sharing(other).node("c", Conv2d.pointwise(3), first);
    return new Graph(List.of(x), List.of(last));
  }

  @Test
  void sharedNumbersGoToEveryLayer() {
    Model from = random(twice(true), 7);
    Weights found = Transfer.of(from, twice(false)).weights();
    float[] numbers = from.weights().get("c.weight").data();
    assertArrayEquals(numbers, found.get("c.weight").data());
    assertArrayEquals(numbers, found.get("b.c.weight").data());
    assertArrayEquals(
        numbers,
        Transfer.of(new Model(twice(false), found), twice(true)).weights().get("c.weight").data());
  }

  @Test
  void layersThatDifferCannotShare() {
    assertEquals(
        "c.weight: layers that share it have different numbers",
        refusal(random(twice(false), 7), twice(true)));
  }
}
