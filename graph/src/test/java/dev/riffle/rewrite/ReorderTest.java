package dev.riffle.rewrite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op.Add;
import dev.riffle.graph.Op.Attention;
import dev.riffle.graph.Op.BatchNorm;
import dev.riffle.graph.Op.Concat;
import dev.riffle.graph.Op.Conv2d;
import dev.riffle.graph.Op.GroupNorm;
import dev.riffle.graph.Op.LayerNorm;
import dev.riffle.graph.Op.Linear;
import dev.riffle.graph.Op.PositionEmbedding;
import dev.riffle.graph.Op.Scale;
import dev.riffle.graph.Op.Shuffle;
import dev.riffle.graph.Op.Slice;
import dev.riffle.graph.Scope;
import dev.riffle.graph.Shape;
import dev.riffle.graph.Tensor;
import dev.riffle.graph.Weights;
import dev.riffle.run.Session;
import dev.riffle.run.reference.ReferenceExecutor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReorderTest {
  private final Scope root = Scope.root();
  private final Node x = root.input("x", new Shape(2, 3, 3));

  private Graph graph(Node output) {
    return new Graph(List.of(x), List.of(output));
  }

  // Four channels of which a layer reads two: the first and third, or the first and second.
  private Graph split(boolean shuffled) {
    Node a = root.node("a", Conv2d.pointwise(4).withBias(), x);
    Node four = shuffled ? root.node("shuffle", new Shuffle(2), a) : a;
    Node left = root.node("left", new Slice(0, 2), four);
    Node right = root.node("right", new Slice(2, 4), four);
    Node b = root.node("b", Conv2d.pointwise(2), left);
    return graph(root.node("c", Conv2d.pointwise(1), root.node("all", new Concat(), b, right)));
  }

  @Test
  void rowsAndColumnsFollowTheirChannels() {
    Weights weights =
        new Weights(
            Map.of(
                "a.weight", new Tensor(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 4, 2, 1, 1),
                "a.bias", new Tensor(new float[] {10, 20, 30, 40}, 4),
                "b.weight", new Tensor(new float[] {11, 13, 15, 17}, 2, 2, 1, 1),
                "c.weight", new Tensor(new float[] {1, 2, 3, 4}, 1, 4, 1, 1)));
    Weights found = Reorder.of(new Model(split(true), weights), split(false)).weights();
    // b reads the first and third channel of a there, which are to be the first and second here.
    assertArrayEquals(new float[] {1, 2, 5, 6, 3, 4, 7, 8}, found.get("a.weight").data());
    assertArrayEquals(new float[] {10, 30, 20, 40}, found.get("a.bias").data());
    assertArrayEquals(new float[] {11, 13, 15, 17}, found.get("b.weight").data());
    assertArrayEquals(new float[] {1, 2, 3, 4}, found.get("c.weight").data());
  }

  /** A residual network: whatever is added goes the same ways. */
  private Graph residual(int groups) {
    Node stem = root.node("stem", Conv2d.dense(12, 3, 1), x);
    Node norm = root.node("norm", BatchNorm.DEFAULT, stem);
    Node narrow = root.node("narrow", new Conv2d(12, 1, 1, 0, 3, false), norm);
    Node mixed = root.node("mixed", new Shuffle(groups), narrow);
    Node deep = root.node("deep", Conv2d.depthwise(12, 3, 1), mixed);
    Node wide = root.node("wide", new Conv2d(12, 1, 1, 0, 3, true), deep);
    Node sum = root.node("sum", new Add(), norm, wide);
    return graph(root.node("fc", new Linear(5, true), sum));
  }

  /** Three groups dealt out to three: by rows of four, or of three and the other way round. */
  @Test
  void whatComesOutIsTheSame() {
    Model model = new Model(residual(3), Weights.random(residual(3), 3));
    Model other = Reorder.of(model, residual(4));
    assertSame(model, other);
    assertSame(model, Reorder.of(other, residual(3)));
  }

  /** Norms of some channels at a time, and a number for all of them. */
  private Graph normed(int groups) {
    Node a = root.node("a", Conv2d.pointwise(12), x);
    Node mixed = root.node("mixed", new Shuffle(groups), a);
    Node norm = root.node("norm", GroupNorm.of(3), mixed);
    Node scaled = root.node("scaled", new Scale(), norm);
    return graph(root.node("fc", new Linear(5, true), scaled));
  }

  @Test
  void channelsStayInTheGroupsOfTheirNorm() {
    Model model = new Model(normed(3), Weights.random(normed(3), 3));
    assertSame(model, Reorder.of(model, normed(4)));
  }

  private Graph attended(int first, int second) {
    Node a = root.node("a", Conv2d.pointwise(12), x);
    Node mixed = root.node("mixed", new Shuffle(first), a);
    Node placed = root.node("positions", "pos_", new PositionEmbedding(), mixed);
    Node norm = root.node("norm", LayerNorm.DEFAULT, placed);
    Node parts = root.node("parts", "in_proj_", Conv2d.pointwise(36).withBias(), norm);
    Node turned = root.node("turned", new Shuffle(second), parts);
    Node heads = root.node("heads", new Attention(2), turned);
    return graph(root.node("fc", new Linear(5, true), heads));
  }

  /** Queries, keys and values are told apart by where they lie. */
  @Test
  void attentionKnowsItsChannelsByTheirPlaces() {
    Model model = new Model(attended(3, 2), Weights.random(attended(3, 2), 3));
    assertSame(model, Reorder.of(model, attended(4, 9)));
  }

  /** Two layers that share their rows, read by a shuffle of their own each. */
  private Graph sharing(int first, int second) {
    Node a = root.in("left").sharing(root).node("a", Conv2d.pointwise(4), x);
    Node b = root.in("right").sharing(root).node("a", Conv2d.pointwise(4), x);
    Node left = root.node("s", new Shuffle(first), a);
    Node right = root.node("t", new Shuffle(second), b);
    return graph(root.node("all", new Concat(), left, right));
  }

  @Test
  void whatIsSharedHasOneOrder() {
    Model model = new Model(sharing(1, 1), Weights.random(sharing(1, 1), 3));
    assertSame(model, Reorder.of(model, sharing(2, 2)));
    assertEquals(
        "a.weight: layers that share it need its channels in different orders",
        refusal(model, sharing(1, 2)));
  }

  private static void assertSame(Model expected, Model found) {
    List<Tensor> picture = List.of(Tensor.random(2, new Shape(2, 3, 3), 4));
    try (Session one = new ReferenceExecutor().open(expected);
        Session other = new ReferenceExecutor().open(found)) {
      assertArrayEquals(one.run(picture).get(0).data(), other.run(picture).get(0).data(), 2e-4f);
    }
  }

  private static String refusal(Model from, Graph to) {
    return assertThrows(IllegalArgumentException.class, () -> Reorder.of(from, to)).getMessage();
  }

  @Test
  void channelsThatAreSeenKeepTheirOrder() {
    Node a = root.node("a", Conv2d.pointwise(4), x);
    Graph plain = graph(a);
    Graph shuffled = graph(root.node("shuffle", new Shuffle(2), a));
    Model model = new Model(plain, Weights.random(plain, 1));
    Weights found = Reorder.of(model, shuffled).weights();
    float[] rows = model.weights().get("a.weight").data();
    // Channel 1 is seen third there: it takes the place of the third.
    assertArrayEquals(
        new float[] {rows[0], rows[1], rows[4], rows[5], rows[2], rows[3], rows[6], rows[7]},
        found.get("a.weight").data());
    Node inverted = root.node("inverted", new Shuffle(2), root.node("b", BatchNorm.DEFAULT, x));
    Node straight = root.node("b", BatchNorm.DEFAULT, x);
    Graph turned = graph(root.node("s", new Concat(), slice(inverted, 1), slice(inverted, 0)));
    Graph norm = graph(straight);
    assertEquals(
        "x: channels that are read alike number 1, in the other network 0; no order of channels"
            + " makes one of the other",
        refusal(new Model(norm, Weights.random(norm, 1)), turned));
  }

  private Node slice(Node node, int channel) {
    return root.node("slice" + channel, new Slice(channel, channel + 1), node);
  }

  @Test
  void otherLayersAreRefusedWithTheirNumbers() {
    Graph four = graph(root.node("a", Conv2d.pointwise(4), x));
    Graph five = graph(root.node("b", Conv2d.pointwise(5), x));
    assertEquals(
        "a 4x3x3 = Conv2d[outChannels=4, kernel=1, stride=1, padding=0, groups=1, bias=false][x]"
            + " stands where b 5x3x3 = Conv2d[outChannels=5, kernel=1, stride=1, padding=0,"
            + " groups=1, bias=false][x] does; no order of channels makes one of the other",
        refusal(new Model(four, Weights.random(four, 1)), five));
    Graph longer = graph(root.node("n", BatchNorm.DEFAULT, root.node("a", Conv2d.pointwise(4), x)));
    assertEquals(
        "expected 3 layers and other steps, found 2",
        refusal(new Model(four, Weights.random(four, 1)), longer));
  }

  @Test
  void aBiasMayComeButNotGo() {
    Graph bare = graph(root.node("fc", new Linear(2, false), x));
    Graph biased = graph(root.node("fc", new Linear(2, true), x));
    Model model = new Model(bare, Weights.random(bare, 1));
    Model more = Reorder.of(model, biased);
    assertArrayEquals(new float[2], more.weights().get("fc.bias").data());
    assertArrayEquals(
        model.weights().get("fc.weight").data(),
        Reorder.of(more, bare).weights().get("fc.weight").data());
    Weights lost =
        new Weights(
            Map.of(
                "fc.weight", new Tensor(new float[36], 2, 18),
                "fc.bias", new Tensor(new float[] {0.5f, -2}, 2)));
    assertEquals(
        "fc.bias: 2 numbers up to 2.0, but fc has no bias", refusal(new Model(biased, lost), bare));
  }
}
