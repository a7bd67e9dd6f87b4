package dev.riffle.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.riffle.graph.Activation;
import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.graph.Scope;
import dev.riffle.graph.Shape;
import dev.riffle.graph.Tensor;
import dev.riffle.graph.Weights;
import dev.riffle.run.reference.ReferenceExecutor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What every executor must do: the right numbers for every op at awkward sizes, and manners. */
public abstract class ExecutorContract {
  private static final Scope SCOPE = Scope.root();

  /** Sizes of a map: one pixel, odd ones, and one with rows longer than any vector. */
  private static final int[][] SIZES = {{1, 1}, {5, 7}, {7, 5}, {13, 11}, {6, 37}};

  /** The sizes of maps that are tried. */
  protected int[][] sizes() {
    return SIZES;
  }

  private static final int[] BATCHES = {1, 3};

  /** The executor under test. */
  protected abstract Executor executor();

  /** What a run is to yield: by default, what the reference executor yields. */
  protected List<Tensor> expected(Model model, List<Tensor> inputs) {
    try (Session session = new ReferenceExecutor().open(model)) {
      return session.run(inputs);
    }
  }

  // One test for the op on maps of every size, with biases and batches.
  private Stream<DynamicTest> onMaps(int channels, Op op) {
    List<DynamicTest> tests = new ArrayList<>();
    for (int[] size : sizes()) {
      Shape shape = new Shape(channels, size[0], size[1]);
      if (AwkwardOps.fit(op, shape)) {
        Node x = SCOPE.input("x", shape);
        Node out = SCOPE.node("out", op, x);
        tests.add(dynamicTest(op + " of " + shape, () -> assertRight(List.of(x), List.of(out))));
      }
    }
    assertTrue(tests.size() > 2, () -> op + " fits hardly any size");
    return tests.stream();
  }

  private Stream<DynamicTest> onMaps(Stream<AwkwardOps> cases) {
    return cases.flatMap(each -> onMaps(each.channels(), each.op()));
  }

  /**
   * Runs the graph at several batch sizes in one session, with numbers from a seed, behind a run of
   * which nothing may be left.
   */
  protected final void assertRight(List<Node> inputs, List<Node> outputs) {
    Model model = model(inputs, outputs);
    try (Session session = executor().open(model)) {
      List<Tensor> noNumbers = batch(model.graph(), 1, 5);
      noNumbers.forEach(tensor -> Arrays.fill(tensor.data(), Float.NaN));
      session.run(noNumbers);
      for (int count : BATCHES) {
        List<Tensor> batch = batch(model.graph(), count, 5);
        assertClose(expected(model, batch), session.run(batch));
      }
    }
  }

  private static Model model(List<Node> inputs, List<Node> outputs) {
    Graph graph = new Graph(inputs, outputs);
    return new Model(graph, Weights.random(graph, 1));
  }

  /** A batch of normally distributed numbers, some of them large, for each of the inputs. */
  protected static List<Tensor> batch(Graph graph, int count, long seed) {
    Random random = new Random(seed);
    List<Tensor> batch = new ArrayList<>();
    for (Node input : graph.inputs()) {
      Tensor tensor = Tensor.zeros(count, input.shape());
      for (int i = 0; i < tensor.data().length; i++) {
        tensor.data()[i] = (float) (3 * random.nextGaussian());
      }
      batch.add(tensor);
    }
    return batch;
  }

  /** Equal shapes, and numbers that differ by at most 1e-4 of themselves plus 1e-4. */
  protected static void assertClose(List<Tensor> expected, List<Tensor> found) {
    assertEquals(expected.size(), found.size(), "outputs");
    for (int o = 0; o < expected.size(); o++) {
      assertArrayEquals(expected.get(o).shape(), found.get(o).shape(), "shape of output " + o);
      float[] right = expected.get(o).data();
      float[] data = found.get(o).data();
      for (int i = 0; i < right.length; i++) {
        if (!(Math.abs(data[i] - right[i]) <= 1e-4 + 1e-4 * Math.abs(right[i]))) {
          throw new AssertionError(
              "output %d, number %d of %s: expected %s, found %s"
                  .formatted(o, i, expected.get(o), right[i], data[i]));
        }
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> convolutionsAreRight() {
    return onMaps(AwkwardOps.convolutions());
  }

  @TestFactory
  Stream<DynamicTest> convolutionsOfOddChannelCountsAreRight() {
    return onMaps(AwkwardOps.convolutionsOfOddChannelCounts());
  }

  @TestFactory
  Stream<DynamicTest> convolutionsOfUnusualPaddingAreRight() {
    return onMaps(AwkwardOps.convolutionsOfUnusualPadding());
  }

  @TestFactory
  Stream<DynamicTest> batchNormsAreRight() {
    return Stream.of(Op.BatchNorm.DEFAULT, new Op.BatchNorm(0.1))
        .flatMap(op -> Stream.of(1, 5, 16).flatMap(channels -> onMaps(channels, op)));
  }

  @TestFactory
  Stream<DynamicTest> groupNormsAreRight() {
    return Stream.of(
            onMaps(1, Op.GroupNorm.of(1)),
            onMaps(12, Op.GroupNorm.of(1)),
            onMaps(12, Op.GroupNorm.of(4)),
            onMaps(12, new Op.GroupNorm(4, 0.1)),
            onMaps(15, Op.GroupNorm.of(3)))
        .flatMap(tests -> tests);
  }

  /** As many groups as channels; of a single pixel nothing is left then but the bias. */
  @TestFactory
  Stream<DynamicTest> groupNormsOfSingleChannelsAreRight() {
    return onMaps(5, Op.GroupNorm.of(5));
  }

  /** Numbers whose mean is far larger than their spread. */
  @Test
  void aGroupNormOfNumbersFarFromZeroIsRight() {
    Node x = SCOPE.input("x", new Shape(6, 7, 5));
    Node shifted = SCOPE.node("shifted", Op.Conv2d.pointwise(6).withBias(), x);
    Graph graph = new Graph(List.of(x), List.of(SCOPE.node("out", Op.GroupNorm.of(2), shifted)));
    Weights random = Weights.random(graph, 1);
    Arrays.fill(random.get("shifted.bias").data(), 100);
    Model model = new Model(graph, random);
    List<Tensor> batch = batch(graph, 2, 5);
    try (Session session = executor().open(model)) {
      assertClose(expected(model, batch), session.run(batch));
    }
  }

  @TestFactory
  Stream<DynamicTest> layerNormsAreRight() {
    return Stream.of(
            onMaps(1, Op.LayerNorm.DEFAULT),
            onMaps(5, Op.LayerNorm.DEFAULT),
            onMaps(24, Op.LayerNorm.DEFAULT),
            onMaps(5, new Op.LayerNorm(0.1)))
        .flatMap(tests -> tests);
  }

  @TestFactory
  Stream<DynamicTest> positionEmbeddingsAreRight() {
    return Stream.of(1, 6).flatMap(channels -> onMaps(channels, new Op.PositionEmbedding()));
  }

  @TestFactory
  Stream<DynamicTest> attentionIsRight() {
    return Stream.of(
            onMaps(3, new Op.Attention(1)),
            onMaps(27, new Op.Attention(1)),
            onMaps(18, new Op.Attention(3)),
            onMaps(24, new Op.Attention(8)))
        .flatMap(tests -> tests);
  }

  /** An encoder of a transformer, its map slid over before and behind. */
  @Test
  void anEncoderIsRight() {
    Node x = SCOPE.input("x", new Shape(8, 9, 7));
    Node tokens = SCOPE.node("tokens", Op.Conv2d.dense(8, 3, 1), x);
    Node placed = SCOPE.node("placed", new Op.PositionEmbedding(), tokens);
    Node attended =
        SCOPE
            .in("attn")
            .chain(placed)
            .then("norm", Op.LayerNorm.DEFAULT)
            .then("in_proj", Op.Conv2d.pointwise(24).withBias())
            .then("heads", new Op.Attention(2))
            .then("out_proj", Op.Conv2d.pointwise(8).withBias())
            .end();
    Node sum = SCOPE.node("sum", new Op.Add(), placed, attended);
    Node normal = SCOPE.node("normal", Op.LayerNorm.DEFAULT, sum);
    Node slid = SCOPE.node("slid", Op.Conv2d.depthwise(8, 5, 1), normal);
    Node heads =
        SCOPE.node(
            "heads", new Op.Attention(2), SCOPE.node("all", new Op.Concat(), normal, slid, sum));
    Node last = SCOPE.node("last", Op.Conv2d.dense(8, 3, 1), heads);
    assertRight(List.of(x), List.of(last, heads, slid));
  }

  @TestFactory
  Stream<DynamicTest> scalesAreRight() {
    return onMaps(5, new Op.Scale());
  }

  @TestFactory
  Stream<DynamicTest> whatIsDetachedStaysAsItIs() {
    return onMaps(5, new Op.Detach());
  }

  /** What the detached map's readers see, and what slides over it, is the map itself. */
  @Test
  void detachedMapsAreReadLikeOthers() {
    Node x = SCOPE.input("x", new Shape(4, 9, 7));
    Node conv = SCOPE.node("conv", Op.Conv2d.dense(6, 3, 2), x);
    Node detached = SCOPE.node("detached", new Op.Detach(), conv);
    Node slid = SCOPE.node("slid", Op.Conv2d.depthwise(6, 3, 1), detached);
    Node both = SCOPE.node("both", new Op.Concat(), slid, detached);
    assertRight(List.of(x), List.of(both, conv));
  }

  /** One tower over maps of two sizes, as a head has it. */
  @Test
  void layersThatShareParametersAreRight() {
    List<Node> levels =
        List.of(
            SCOPE.input("fine", new Shape(6, 8, 14)), SCOPE.input("coarse", new Shape(6, 4, 7)));
    List<Node> outputs = new ArrayList<>();
    for (Node level : levels) {
      Scope own = SCOPE.in(level.name()).sharing(SCOPE).in("tower");
      outputs.add(
          own.chain(level)
              .then(Op.Conv2d.dense(5, 3, 1))
              .then(Op.BatchNorm.DEFAULT)
              .then(new Op.Activate(Activation.LEAKY_RELU))
              .then(Op.Conv2d.depthwise(5, 3, 2).withBias())
              .then(new Op.Conv2d(4, 1, 1, 0, 1, true))
              .end());
    }
    assertEquals(9, new Graph(levels, outputs).parameters().size());
    assertRight(levels, outputs);
  }

  @TestFactory
  Stream<DynamicTest> activationsAreRight() {
    return Stream.of(Activation.values()).flatMap(function -> onMaps(5, new Op.Activate(function)));
  }

  @TestFactory
  Stream<DynamicTest> poolingIsRight() {
    return onMaps(AwkwardOps.pools());
  }

  @TestFactory
  Stream<DynamicTest> paddingIsRight() {
    return onMaps(AwkwardOps.pads());
  }

  @Test
  void paddingNeverWinsAMaximum() {
    Node x = SCOPE.input("x", new Shape(1, 2, 2));
    Model model = model(List.of(x), List.of(SCOPE.node("out", new Op.MaxPool(3, 1, 1), x)));
    try (Session session = executor().open(model)) {
      Tensor negative = new Tensor(new float[] {-4, -3, -2, -1}, 1, 1, 2, 2);
      assertArrayEquals(new float[] {-1, -1, -1, -1}, session.run(List.of(negative)).get(0).data());
    }
  }

  @TestFactory
  Stream<DynamicTest> resizingIsRight() {
    return onMaps(AwkwardOps.resizes());
  }

  @TestFactory
  Stream<DynamicTest> rearrangingChannelsIsRight() {
    return onMaps(AwkwardOps.arrangements());
  }

  @TestFactory
  Stream<DynamicTest> linearLayersAreRight() {
    return onMaps(AwkwardOps.linearLayers());
  }

  @TestFactory
  Stream<DynamicTest> opsOfSeveralInputsAreRight() {
    return Stream.of(sizes())
        .flatMap(
            size -> {
              Node a = SCOPE.input("a", new Shape(5, size[0], size[1]));
              Node b = SCOPE.input("b", new Shape(5, size[0], size[1]));
              Node c = SCOPE.input("c", new Shape(2, size[0], size[1]));
              Node gate = SCOPE.input("gate", Shape.vector(5));
              return Stream.of(
                  combined(new Op.Add(), a, b),
                  combined(new Op.Multiply(), a, b),
                  combined(new Op.Multiply(), a, gate),
                  combined(new Op.Concat(), a),
                  combined(new Op.Concat(), a, c),
                  combined(new Op.Concat(), c, a, b));
            });
  }

  private DynamicTest combined(Op op, Node... inputs) {
    Node out = SCOPE.node("out", op, inputs);
    return dynamicTest(out.toString(), () -> assertRight(List.of(inputs), List.of(out)));
  }

  @TestFactory
  Stream<DynamicTest> opsThatReadOneInputTwiceAreRight() {
    Node x = SCOPE.input("x", new Shape(3, 5, 7));
    return Stream.of(new Op.Add(), new Op.Multiply(), new Op.Concat())
        .map(
            op ->
                dynamicTest(
                    op.toString(),
                    () -> assertRight(List.of(x), List.of(SCOPE.node("out", op, x, x)))));
  }

  @Test
  void aShuffleUnitIsRight() {
    Node x = SCOPE.input("x", new Shape(12, 13, 11));
    assertRight(List.of(x), List.of(shuffleUnit(SCOPE.in("unit"), x)));
  }

  // Half of the channels pass, the other half is convolved; then both are shuffled.
  private static Node shuffleUnit(Scope scope, Node x) {
    int half = x.shape().channels() / 2;
    Node passed = scope.node("passed", new Op.Slice(0, half), x);
    Node taken = scope.node("taken", new Op.Slice(half, 2 * half), x);
    Node convolved =
        scope
            .in("branch")
            .chain(taken)
            .then(Op.Conv2d.pointwise(half))
            .then(Op.BatchNorm.DEFAULT)
            .then(new Op.Activate(Activation.RELU))
            .then(Op.Conv2d.depthwise(half, 3, 1))
            .then(Op.BatchNorm.DEFAULT)
            .then(Op.Conv2d.pointwise(half).withBias())
            .then(new Op.Activate(Activation.LEAKY_RELU))
            .end();
    Node both = scope.node("both", new Op.Concat(), passed, convolved);
    return scope.node("shuffled", new Op.Shuffle(2), both);
  }

  @Test
  void aSqueezeAndExcitationIsRight() {
    Node x = SCOPE.input("x", new Shape(8, 9, 7));
    Node gate =
        SCOPE
            .in("gate")
            .chain(x)
            .then(new Op.MeanPool())
            .then(Op.Conv2d.pointwise(2).withBias())
            .then(new Op.Activate(Activation.RELU))
            .then(new Op.Linear(8, true))
            .then(new Op.Activate(Activation.HARD_SIGMOID))
            .end();
    assertRight(List.of(x), List.of(SCOPE.node("out", new Op.Multiply(), x, gate)));
  }

  @Test
  void aPyramidOfSeveralInputsAndOutputsIsRight() {
    Node fine = SCOPE.input("fine", new Shape(3, 14, 10));
    Node coarse = SCOPE.input("coarse", new Shape(4, 7, 5));
    Node lateral = SCOPE.node("lateral", Op.Conv2d.pointwise(4).withBias(), fine);
    Node up = SCOPE.node("up", new Op.Resize(2, Op.Resize.Mode.BILINEAR), coarse);
    Node sum = SCOPE.node("sum", new Op.Add(), lateral, up);
    Node down = SCOPE.node("down", new Op.Resize(0.5, Op.Resize.Mode.BILINEAR), sum);
    Node back = SCOPE.node("back", new Op.Add(), down, coarse);
    assertRight(List.of(fine, coarse), List.of(sum, back));
    assertRight(List.of(coarse, fine), List.of(back, sum));
  }

  @Test
  void outputsMayBeIntermediatesInputsAndTwiceTheSame() {
    Node x = SCOPE.input("x", new Shape(4, 5, 7));
    Node unused = SCOPE.input("unused", new Shape(2, 3, 3));
    Node first = SCOPE.node("first", Op.Conv2d.dense(6, 3, 1), x);
    Node half = SCOPE.node("half", new Op.Slice(3, 6), first);
    Node last = SCOPE.node("last", new Op.Activate(Activation.SIGMOID), half);
    assertRight(List.of(x, unused), List.of(last, first, x, half, first, unused, x, last));
  }

  @Test
  void theCallerOwnsEveryOutput() {
    Node x = SCOPE.input("x", new Shape(4, 5, 7));
    Node slice = SCOPE.node("slice", new Op.Slice(0, 4), x);
    Node out = SCOPE.node("out", Op.Conv2d.pointwise(4), slice);
    Model model = model(List.of(x), List.of(out, x, slice, out));
    List<Tensor> batch = batch(model.graph(), 2, 3);
    try (Session session = executor().open(model)) {
      List<Tensor> outputs = session.run(batch);
      List<float[]> kept = outputs.stream().map(output -> output.data().clone()).toList();
      assertNotSame(batch.get(0).data(), outputs.get(1).data());
      for (int o = 0; o < outputs.size(); o++) {
        Arrays.fill(outputs.get(o).data(), o);
      }
      for (int o = 0; o < outputs.size(); o++) {
        for (float number : outputs.get(o).data()) {
          assertEquals(o, number, "output " + o + " shares its numbers with another");
        }
      }
      List<Tensor> again = session.run(batch);
      for (int o = 0; o < outputs.size(); o++) {
        assertArrayEquals(kept.get(o), again.get(o).data(), "output " + o);
        assertEquals(o, outputs.get(o).data()[0], "a run wrote to an earlier run's output " + o);
      }
    }
  }

  @Test
  void inputsStayAsTheyAre() {
    Node x = SCOPE.input("x", new Shape(4, 5, 7));
    Node out = SCOPE.node("out", new Op.Activate(Activation.RELU), x);
    Model model = model(List.of(x), List.of(out));
    List<Tensor> batch = batch(model.graph(), 3, 3);
    float[] before = batch.get(0).data().clone();
    try (Session session = executor().open(model)) {
      session.run(batch);
    }
    assertArrayEquals(before, batch.get(0).data());
  }

  @Test
  void aRunLeavesNoTraceInTheNext() {
    Node x = SCOPE.input("x", new Shape(12, 13, 11));
    Model model = model(List.of(x), List.of(shuffleUnit(SCOPE.in("unit"), x)));
    try (Session session = executor().open(model)) {
      List<Tensor> batch = batch(model.graph(), 2, 3);
      float[] first = session.run(batch).get(0).data();
      session.run(batch(model.graph(), 3, 4));
      session.run(batch(model.graph(), 1, 5));
      assertArrayEquals(first, session.run(batch).get(0).data());
    }
  }

  @Test
  void sessionsOfOneModelDoNotDisturbEachOther() {
    Node x = SCOPE.input("x", new Shape(12, 13, 11));
    Model model = model(List.of(x), List.of(shuffleUnit(SCOPE.in("unit"), x)));
    List<Tensor> one = batch(model.graph(), 1, 3);
    List<Tensor> other = batch(model.graph(), 3, 4);
    Session first = executor().open(model);
    try (Session second = executor().open(model)) {
      assertClose(expected(model, one), first.run(one));
      assertClose(expected(model, other), second.run(other));
      assertClose(expected(model, one), first.run(one));
      first.close();
      assertClose(expected(model, other), second.run(other));
    }
  }

  @Test
  void sessionsRunSideBySideInThreads() {
    Node x = SCOPE.input("x", new Shape(12, 13, 11));
    Model model = model(List.of(x), List.of(shuffleUnit(SCOPE.in("unit"), x)));
    Stream.of(1, 2, 3, 4)
        .parallel()
        .forEach(
            seed -> {
              try (Session session = executor().open(model)) {
                for (int run = 0; run < 10; run++) {
                  List<Tensor> batch = batch(model.graph(), 1 + run % 2, 10 * seed + run);
                  assertClose(expected(model, batch), session.run(batch));
                }
              }
            });
  }

  @Test
  void closingTwiceIsClosingOnce() {
    Node x = SCOPE.input("x", new Shape(4, 5, 7));
    Model model = model(List.of(x), List.of(SCOPE.node("out", Op.Conv2d.pointwise(2), x)));
    Session session = executor().open(model);
    session.close();
    session.close();
  }

  @Test
  void wrongInputsAreRefusedByName() {
    Node left = SCOPE.input("left", new Shape(4, 5, 7));
    Node right = SCOPE.input("right", new Shape(4, 5, 7));
    Model model =
        model(List.of(left, right), List.of(SCOPE.node("sum", new Op.Add(), left, right)));
    Tensor good = Tensor.zeros(2, left.shape());
    try (Session session = executor().open(model)) {
      assertRefused(session, "left", Tensor.zeros(2, new Shape(4, 7, 5)), good);
      assertRefused(session, "left", new Tensor(new float[4 * 5 * 7], 4, 5, 7), good);
      assertRefused(session, "left", Tensor.zeros(0, left.shape()), good);
      assertRefused(session, "right", good, Tensor.zeros(2, new Shape(3, 5, 7)));
      assertRefused(session, "right", good, Tensor.zeros(3, right.shape()));
      assertRefused(session, "right", good);
      assertRefused(session, "left");
      assertRefused(session, "left", good, good, good);
      assertArrayEquals(good.data(), session.run(List.of(good, good)).get(0).data());
    }
  }

  private static void assertRefused(Session session, String named, Tensor... inputs) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> session.run(List.of(inputs)))
            .getMessage();
    assertTrue(message.contains(named), message);
  }
}
