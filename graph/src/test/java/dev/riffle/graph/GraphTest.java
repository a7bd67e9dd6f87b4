package dev.riffle.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.riffle.graph.Op.Activate;
import dev.riffle.graph.Op.Add;
import dev.riffle.graph.Op.BatchNorm;
import dev.riffle.graph.Op.Concat;
import dev.riffle.graph.Op.Conv2d;
import dev.riffle.graph.Op.Linear;
import dev.riffle.graph.Op.MaxPool;
import dev.riffle.graph.Op.Resize;
import dev.riffle.graph.Op.Shuffle;
import dev.riffle.graph.Op.Slice;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GraphTest {
  private final Scope root = Scope.root();
  private final Node picture = root.input("picture", new Shape(3, 9, 7));

  private static String refusal(Runnable building) {
    return assertThrows(IllegalArgumentException.class, building::run).getMessage();
  }

  @Test
  void stepsOfAChainAreNumberedAsSequentialDoes() {
    Node end =
        root.in("stage2")
            .in(0)
            .in("branch1")
            .chain(picture)
            .then(Conv2d.dense(4, 3, 2))
            .then(BatchNorm.DEFAULT)
            .then(new Activate(Activation.RELU))
            .then(Conv2d.pointwise(8))
            .end();
    assertEquals(
        List.of(
            "stage2.0.branch1.0.weight",
            "stage2.0.branch1.1.weight",
            "stage2.0.branch1.1.bias",
            "stage2.0.branch1.1.running_mean",
            "stage2.0.branch1.1.running_var",
            "stage2.0.branch1.3.weight"),
        new Graph(List.of(picture), List.of(end))
            .parameters().stream().map(Parameter::name).toList());
  }

  @Test
  void shapesAreThoseOfPyTorch() {
    // torch.nn.Conv2d(3, 4, 3, 2, 1) on 9×7: floor((9 + 2 − 3) / 2) + 1 = 5, floor((7 + 2 − 3) / 2)
    // + 1 = 4
    assertEquals(new Shape(4, 5, 4), root.node("a", Conv2d.dense(4, 3, 2), picture).shape());
    assertEquals(new Shape(3, 5, 4), root.node("b", new MaxPool(3, 2, 1), picture).shape());
    assertEquals(
        new Shape(3, 18, 14), root.node("c", new Resize(2, Resize.Mode.NEAREST), picture).shape());
    assertEquals(
        new Shape(3, 4, 3), root.node("d", new Resize(0.5, Resize.Mode.BILINEAR), picture).shape());
    Node linear = root.node("e", new Linear(10, true), picture);
    assertEquals(Shape.vector(10), linear.shape());
    assertEquals(List.of(10, 189), linear.parameters().get(0).shape());
  }

  @Test
  void shuffleReadsATableOfGroupsColumnByColumn() {
    // 6 channels in 2 groups: rows 0 1 2 / 3 4 5, read as 0 3 1 4 2 5.
    Shuffle shuffle = new Shuffle(2);
    assertEquals(
        List.of(0, 3, 1, 4, 2, 5),
        IntStream.range(0, 6).mapToObj(channel -> shuffle.source(channel, 6)).toList());
  }

  @Test
  void whatDoesNotFitIsRefusedWhereItIsBuiltWithNamesAndNumbers() {
    Node wide = root.node("neck.up", new Resize(2, Resize.Mode.BILINEAR), picture);
    assertEquals(
        "neck.sum: addends differ (picture 3x9x7, neck.up 3x18x14)",
        refusal(() -> root.in("neck").node("sum", new Add(), picture, wide)));
    assertEquals(
        "cat: sizes differ (picture 3x9x7, neck.up 3x18x14)",
        refusal(() -> root.node("cat", new Concat(), picture, wide)));
    assertEquals(
        "g: input channels: 3 cannot be divided into 2 groups",
        refusal(() -> root.node("g", new Conv2d(4, 3, 1, 1, 2, false), picture)));
    assertEquals(
        "s: channels 2 to 4 of (picture 3x9x7)",
        refusal(() -> root.node("s", new Slice(2, 4), picture)));
    assertEquals(
        "n: channels: 3 cannot be divided into 2 groups",
        refusal(() -> root.node("n", Op.GroupNorm.of(2), picture)));
    assertEquals(
        "h: channels of queries: 1 cannot be divided into 2 groups",
        refusal(() -> root.node("h", new Op.Attention(2), picture)));
    assertEquals(
        "k: a window of 11 is larger than 3x9x7 padded by 1",
        refusal(() -> root.node("k", new Conv2d(4, 11, 1, 1, 1, false), picture)));
  }

  /** Longer than any stack is deep. */
  @Test
  void aNetworkMayBeLong() {
    Scope.Chain chain = root.in("long").chain(picture);
    for (int i = 0; i < 100_000; i++) {
      chain = chain.then(Activate.RELU);
    }
    Graph graph = new Graph(List.of(picture), List.of(chain.end()));
    assertEquals(100_001, graph.nodes().size());
    assertEquals("long.99999", graph.nodes().get(100_000).name());
  }

  /** A node that two others read stands once, before both; first inputs come first. */
  @Test
  void theOrderIsThatOfTheInputs() {
    Node a = root.node("a", Activate.RELU, picture);
    Node b = root.node("b", Activate.RELU, a);
    Node c = root.node("c", new Add(), a, picture);
    Node d = root.node("d", new Add(), c, b);
    Graph graph = new Graph(List.of(picture), List.of(d, b));
    assertEquals(
        List.of("picture", "a", "c", "b", "d"), graph.nodes().stream().map(Node::name).toList());
  }

  @Test
  void twoNodesCannotShareAName() {
    Node a = root.node("a", new Activate(Activation.RELU), picture);
    Node b = root.node("a", new Activate(Activation.RELU), a);
    assertEquals("two nodes are named a", refusal(() -> new Graph(List.of(picture), List.of(b))));
  }

  @Test
  void anInputThatIsNeededMustBeListed() {
    Node a = root.node("a", new Activate(Activation.RELU), picture);
    assertEquals(
        "picture is needed but not among the inputs",
        refusal(() -> new Graph(List.of(), List.of(a))));
  }

  @Test
  void aDiamondIsVisitedOnce() {
    Node x = picture;
    for (int i = 0; i < 60; i++) { // 2^60 paths
      x = root.node("sum" + i, new Add(), x, x);
    }
    assertEquals(61, new Graph(List.of(picture), List.of(x)).nodes().size());
  }

  @Test
  void anotherInputSizeKeepsNamesAndChangesShapes() {
    Node a = root.node("a", Conv2d.dense(4, 3, 2), picture);
    Graph graph = new Graph(List.of(picture), List.of(a, picture));
    Graph other = graph.at(new Shape(3, 32, 64));
    assertEquals(new Shape(4, 16, 32), other.outputs().get(0).shape());
    assertEquals(graph.parameters(), other.parameters());
    assertEquals(new Shape(4, 5, 4), graph.outputs().get(0).shape());
    assertEquals(
        "expected 1 input shapes, found 2",
        refusal(() -> graph.at(new Shape(3, 1, 1), new Shape(3, 1, 1))));
  }

  @Test
  void printsALineANode() {
    Node a = root.node("a", new Activate(Activation.RELU), picture);
    assertEquals(
        "picture 3x9x7 = Input[one=3x9x7][]\na 3x9x7 = Activate[function=RELU][picture]",
        new Graph(List.of(picture), List.of(a)).toString());
  }

  /** TensorFlow gives SAME windows ceil(size / stride) places; PyTorch's ceil_mode pools these. */
  @Test
  void padsMakeRoomForTheWindowThatFollows() {
    int[][] rows = { // rule, kernel, stride, size, zeros before, places of the window
      {0, 3, 2, 224, 0, 112}, {0, 3, 2, 7, 1, 4}, {0, 5, 1, 4, 2, 4}, {0, 1, 2, 8, 0, 4},
      {0, 5, 2, 8, 1, 4}, {1, 3, 2, 109, 0, 54}, {1, 3, 2, 54, 0, 27}, {1, 2, 2, 7, 0, 4},
      {1, 3, 2, 112, 0, 56}
    };
    for (int[] row : rows) {
      Op.Pad pad = new Op.Pad(Op.Pad.Rule.values()[row[0]], row[1], row[2]);
      assertEquals(row[4], pad.before(row[3]), pad + " of " + row[3]);
      Node x = Scope.root().input("x", new Shape(1, row[3], row[3] + 1));
      Node padded = Scope.root().node("pad", pad, x);
      Node out = Scope.root().node("out", new Op.MaxPool(row[1], row[2], 0), padded);
      assertEquals(row[5], out.shape().height(), pad + " of " + row[3]);
    }
  }

  /** Two levels of a head, say: layers of their own, with the same kernels. */
  @Test
  void nodesMayShareParameters() {
    Scope head = root.in("head");
    Node a = root.in("a").sharing(head).in("tower").node("conv", Conv2d.pointwise(3), picture);
    Node b = root.in("b").sharing(head).in("tower").node("conv", Conv2d.pointwise(3), a);
    Node c = root.in("b").node("pre", "pre_", Conv2d.pointwise(2), b);
    Graph graph = new Graph(List.of(picture), List.of(c)).at(new Shape(3, 4, 4));
    assertEquals(
        List.of("picture", "a.tower.conv", "b.tower.conv", "b.pre"),
        graph.nodes().stream().map(Node::name).toList());
    assertEquals(
        List.of("head.tower.conv.weight", "b.pre_weight"),
        graph.parameters().stream().map(Parameter::name).toList());
    assertEquals(9 + 6, graph.parameterCount());
    assertEquals("head.tower.conv.bias", a.parameter("bias"));
  }

  @Test
  void whatIsSharedIsTheSameForAll() {
    Node a = root.in("a").sharing(root).node("conv", Conv2d.pointwise(2), picture);
    Node b = root.in("b").sharing(root).node("conv", Conv2d.pointwise(2), a);
    assertEquals(
        "b.conv: expected to share Parameter[name=conv.weight, shape=[2, 3, 1, 1], trained=true],"
            + " found Parameter[name=conv.weight, shape=[2, 2, 1, 1], trained=true]",
        refusal(() -> new Graph(List.of(picture), List.of(b))));
  }
}
