package dev.riffle.gradient;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

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
import dev.riffle.run.AwkwardOps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/**
 * What every way to train must do: the right slopes for every op at awkward sizes, and manners.
 *
 * <p>Slopes can only be read at parameters. So the maps that an op reads are made of some: see
 * {@link #learned}.
 */
public abstract class DifferentiatorContract extends TrainingFixtures {
  private static final Scope SCOPE = Scope.root();
  private static final Predicate<String> NOTHING = name -> false;
  private static final Predicate<String> EVERYTHING = name -> true;

  /** Sizes of a map: one pixel, odd ones, and one with rows longer than any vector. */
  private static final int[][] SIZES = {{1, 1}, {5, 7}, {7, 5}, {6, 9}, {3, 37}};

  /** Neighbours among the numbers of a map; kinks of the activations lie half as far away. */
  private static final float STEP = 0.05f;

  /**
   * Holds a pass that has just gone forward and backward against another source: by default the
   * reference, as are its outputs and running statistics.
   *
   * @param before the network before that pass
   * @param outputs what went forward made
   */
  protected void assertPass(
      TrainingSession session,
      Model before,
      Predicate<String> frozen,
      List<Tensor> inputs,
      List<Tensor> outputs,
      List<Tensor> slopes) {
    try (TrainingSession reference =
        new ReferenceDifferentiator().open(before, session.batchSize(), frozen)) {
      List<Tensor> right = reference.forward(inputs);
      reference.backward(slopes);
      assertEquals(right.size(), outputs.size());
      for (int i = 0; i < right.size(); i++) {
        assertArrayEquals(right.get(i).shape(), outputs.get(i).shape());
        assertClose("output " + i, right.get(i).data(), outputs.get(i).data(), 0);
      }
      double all = 0;
      for (Parameter parameter : reference.learning()) {
        all = Math.hypot(all, norm(reference.gradient(parameter.name())));
      }
      for (Parameter parameter : reference.learning()) {
        String name = parameter.name();
        assertClose(name, reference.gradient(name), session.gradient(name), 0.1 * all);
      }
      for (Parameter parameter : session.graph().parameters()) {
        String name = parameter.name();
        assertClose(name, reference.values(name), session.values(name), 0);
      }
    }
  }

  // Within 1e-4 in relative L2; a gradient that is nothing but rounding is held against all others.
  private static void assertClose(String what, float[] right, float[] found, double least) {
    double distance = distance(doubles(right), found);
    double norm = Math.max(norm(right), least);
    assertTrue(
        distance <= 1e-4 * norm,
        () -> what + ": distance " + distance + " of " + right.length + " numbers of " + norm);
  }

  private static double norm(float[] numbers) {
    return distance(doubles(numbers), new float[numbers.length]);
  }

  private static double[] doubles(float[] numbers) {
    double[] copy = new double[numbers.length];
    Arrays.setAll(copy, i -> numbers[i]);
    return copy;
  }

  /**
   * A map whose slopes can be read: {@code name.weight}, [channel][picture of the batch][place].
   * Picture b of the input holds 1 at place p in channel (b, p) only, so that a pointwise
   * convolution takes its numbers straight to the map.
   */
  private static Node learned(String name, int count, Shape shape) {
    Shape places = new Shape(count * shape.plane(), shape.height(), shape.width());
    Node input = SCOPE.input("places of " + name, places);
    return SCOPE.node(name, Op.Conv2d.pointwise(shape.channels()), input);
  }

  private static Graph graph(List<Node> outputs) {
    List<Node> inputs = new ArrayList<>();
    outputs.forEach(output -> gatherInputs(output, inputs));
    return new Graph(inputs, outputs);
  }

  private static void gatherInputs(Node node, List<Node> inputs) {
    if (node.op() instanceof Op.Input && !inputs.contains(node)) {
      inputs.add(node);
    }
    node.inputs().forEach(input -> gatherInputs(input, inputs));
  }

  // Random weights; learned maps hold steps in a shuffled order, no two the same.
  private static Model model(Graph graph) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(Weights.random(graph, 1).tensors());
    for (Node node : graph.nodes()) {
      if (isLearned(node)) {
        tensors.put(node.name() + ".weight", steps(node.parameters().get(0)));
      }
    }
    return new Model(graph, new Weights(tensors));
  }

  private static boolean isLearned(Node node) {
    return node.inputs().size() == 1 && node.input().name().equals("places of " + node.name());
  }

  private static Tensor steps(Parameter parameter) {
    List<Integer> order =
        new ArrayList<>(IntStream.range(0, parameter.elements()).boxed().toList());
    Collections.shuffle(order, new Random(2));
    float[] numbers = new float[order.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = STEP * (order.get(i) - numbers.length / 2 + 0.5f);
    }
    return new Tensor(numbers, parameter.dimensions());
  }

  private static List<Tensor> inputs(Graph graph, int count, long seed) {
    List<Tensor> inputs = new ArrayList<>();
    for (Node input : graph.inputs()) {
      inputs.add(
          input.name().startsWith("places")
              ? places(input.shape(), count)
              : Tensor.random(count, input.shape(), seed));
    }
    return inputs;
  }

  private static Tensor places(Shape shape, int count) {
    Tensor ones = Tensor.zeros(count, shape);
    for (int channel = 0; channel < shape.channels(); channel++) {
      int picture = channel / shape.plane();
      int place = channel % shape.plane();
      ones.data()[(picture * shape.channels() + channel) * shape.plane() + place] = 1;
    }
    return ones;
  }

  private static List<Tensor> slopes(List<Tensor> outputs, long seed) {
    List<Tensor> slopes = new ArrayList<>();
    for (Tensor output : outputs) {
      int[] n = output.shape();
      slopes.add(Tensor.random(n[0], new Shape(n[1], n[2], n[3]), seed + slopes.size()));
    }
    return slopes;
  }

  /** Makes a graph's outputs for batches of some size. */
  private interface Outputs {
    List<Node> of(int count);
  }

  // Two passes in one session, as the second must not remember the first.
  private void assertRight(int count, Outputs outputs, Predicate<String> frozen) {
    Model model = model(graph(outputs.of(count)));
    try (TrainingSession session = differentiator().open(model, count, frozen)) {
      for (int pass = 0; pass < 2; pass++) {
        Model before = session.model();
        List<Tensor> inputs = inputs(model.graph(), count, 3 + pass);
        List<Tensor> made = session.forward(inputs);
        List<Tensor> slopes = slopes(made, 10 + pass);
        session.backward(slopes);
        assertPass(session, before, frozen, inputs, made, slopes);
      }
    }
  }

  // The op on learned maps of every size; batches of one, two and three by turns.
  private Stream<DynamicTest> onMaps(int channels, Op op) {
    List<DynamicTest> tests = new ArrayList<>();
    for (int[] size : SIZES) {
      Shape shape = new Shape(channels, size[0], size[1]);
      int count = 1 + tests.size() % 3;
      if (AwkwardOps.fit(op, shape)) {
        tests.add(
            dynamicTest(
                op + " of " + count + " " + shape,
                () ->
                    assertRight(
                        count,
                        n -> List.of(SCOPE.node("out", op, learned("x", n, shape))),
                        NOTHING)));
      }
    }
    assertTrue(tests.size() > 2, () -> op + " fits hardly any size");
    return tests.stream();
  }

  private Stream<DynamicTest> onMaps(Stream<AwkwardOps> cases) {
    return cases.flatMap(each -> onMaps(each.channels(), each.op()));
  }

  private DynamicTest combined(String name, int count, Outputs outputs) {
    return dynamicTest(name + ", batch " + count, () -> assertRight(count, outputs, NOTHING));
  }

  @TestFactory
  Stream<DynamicTest> convolutionsLearn() {
    return onMaps(AwkwardOps.convolutions().filter(each -> takesTurns((Op.Conv2d) each.op())));
  }

  // With a bias or without, by turns, since learning takes longer than running.
  private static boolean takesTurns(Op.Conv2d op) {
    return op.bias() == ((op.kernel() / 2 + op.stride() + op.outChannels() / 6) % 2 == 0);
  }

  @TestFactory
  Stream<DynamicTest> convolutionsOfUnusualChannelsAndPaddingLearn() {
    return onMaps(
        Stream.concat(
            AwkwardOps.convolutionsOfOddChannelCounts(),
            AwkwardOps.convolutionsOfUnusualPadding()));
  }

  /** Maps of places enough, and channels enough, for ways that pay only then; ends of all kinds. */
  @TestFactory
  Stream<DynamicTest> denseConvolutionsOfManyChannelsLearn() {
    int[][] cases = { // batch, channels, channels of the output, height, width
      {1, 16, 16, 16, 16},
      {1, 17, 19, 9, 31},
      {3, 16, 21, 13, 7},
      {1, 18, 16, 1, 257},
      {1, 16, 17, 259, 1},
      {2, 24, 18, 11, 14},
      {3, 20, 20, 10, 10},
      {5, 16, 16, 6, 9}
    };
    return Stream.of(cases)
        .flatMap(
            of -> {
              Shape shape = new Shape(of[1], of[3], of[4]);
              String name = shape + " to " + of[2];
              return Stream.of(true, false)
                  .map(
                      bare ->
                          combined(
                              name + (bare ? "" : " between others"),
                              of[0],
                              n ->
                                  List.of(
                                      bare ? wide(n, shape, of[2]) : between(n, shape, of[2]))));
            });
  }

  private static Node wide(int count, Shape shape, int outChannels) {
    Op op = new Op.Conv2d(outChannels, 3, 1, 1, 1, true);
    return SCOPE.node("out", op, learned("x", count, shape));
  }

  // What it reads is read by another too; behind it are a norm and a function without kinks.
  private static Node between(int count, Shape shape, int outChannels) {
    Node x = learned("x", count, shape);
    Node out =
        SCOPE
            .chain(x)
            .then(Op.Conv2d.dense(outChannels, 3, 1))
            .then(Op.BatchNorm.DEFAULT)
            .then(new Op.Activate(Activation.SIGMOID))
            .end();
    return SCOPE.node("both", new Op.Concat(), x, out);
  }

  /** Where weights are held fast their inputs learn all the same, and the other way round. */
  @Test
  void halfFrozenDenseConvolutionsOfManyChannelsLearn() {
    Shape shape = new Shape(16, 15, 18);
    assertRight(1, n -> List.of(wide(n, shape, 18)), name -> name.equals("out.weight"));
    assertRight(1, n -> List.of(wide(n, shape, 18)), name -> name.equals("out.bias"));
    assertRight(1, n -> List.of(wide(n, shape, 18)), name -> name.startsWith("x."));
  }

  @TestFactory
  Stream<DynamicTest> batchNormsLearnFromTheirBatch() {
    return batchNorms(NOTHING);
  }

  @TestFactory
  Stream<DynamicTest> frozenBatchNormsHandSlopesOn() {
    return batchNorms(name -> name.startsWith("out"));
  }

  @TestFactory
  Stream<DynamicTest> halfFrozenBatchNormsGoByTheirWeight() {
    return Stream.of("out.weight", "out.bias").flatMap(name -> batchNorms(name::equals));
  }

  private Stream<DynamicTest> batchNorms(Predicate<String> frozen) {
    List<DynamicTest> tests = new ArrayList<>();
    for (Op op : List.of(Op.BatchNorm.DEFAULT, new Op.BatchNorm(0.1))) {
      for (int[] size : SIZES) {
        Shape shape = new Shape(5, size[0], size[1]);
        // Two numbers become 1 and -1 whatever they are: their slopes are nothing but rounding.
        for (int count : shape.plane() == 1 ? new int[] {3, 4} : new int[] {1, 3}) {
          tests.add(
              dynamicTest(
                  op + " of " + count + " " + shape,
                  () ->
                      assertRight(
                          count,
                          n -> List.of(SCOPE.node("out", op, learned("x", n, shape))),
                          frozen)));
        }
      }
    }
    return tests.stream();
  }

  @TestFactory
  Stream<DynamicTest> batchNormsLearnBehindConvolutionsBeforeWindows() {
    List<DynamicTest> tests = new ArrayList<>();
    List<Op> windows =
        List.of(
            Op.Conv2d.depthwise(5, 3, 1),
            Op.Conv2d.depthwise(5, 3, 2),
            Op.Conv2d.depthwise(5, 5, 2).withBias(),
            Op.Conv2d.pointwise(7),
            new Op.MaxPool(3, 2, 1),
            new Op.MaxPool(2, 1, 0),
            new Op.AvgPool(3, 2, 1));
    for (Op window : windows) {
      for (Predicate<String> frozen : List.of(NOTHING, (Predicate<String>) "norm.weight"::equals)) {
        for (int[] size : List.of(SIZES[1], SIZES[3], SIZES[4])) {
          Shape shape = new Shape(5, size[0], size[1]);
          tests.add(
              dynamicTest(
                  window + " of " + shape,
                  () ->
                      assertRight(
                          2, n -> List.of(windowed(window, learned("x", n, shape))), frozen)));
        }
      }
    }
    return tests.stream();
  }

  private static Node windowed(Op window, Node x) {
    Node norm = SCOPE.node("norm", Op.BatchNorm.DEFAULT, x);
    Node bent = SCOPE.node("bent", new Op.Activate(Activation.LEAKY_RELU), norm);
    return SCOPE.node("out", window, bent);
  }

  @TestFactory
  Stream<DynamicTest> groupNormsLearn() {
    return Stream.of(
            onMaps(3, Op.GroupNorm.of(1)),
            onMaps(12, Op.GroupNorm.of(1)),
            onMaps(12, new Op.GroupNorm(4, 0.1)),
            onMaps(15, Op.GroupNorm.of(3)))
        .flatMap(tests -> tests);
  }

  /** Batches of three, as a picture begins in the middle of a vector of the one before. */
  @TestFactory
  Stream<DynamicTest> groupNormsLearnBeforeFunctions() {
    return Stream.of(Activation.RELU, Activation.LEAKY_RELU, Activation.SIGMOID)
        .flatMap(
            function ->
                Stream.of(SIZES)
                    .map(size -> new Shape(12, size[0], size[1]))
                    .map(
                        shape ->
                            combined(
                                function + " of " + shape,
                                3,
                                n ->
                                    List.of(
                                        SCOPE
                                            .chain(learned("x", n, shape))
                                            .then(new Op.GroupNorm(4, 0.1))
                                            .then(new Op.Activate(function))
                                            .end()))));
  }

  @TestFactory
  Stream<DynamicTest> scalesLearn() {
    return onMaps(5, new Op.Scale());
  }

  /** The slopes are those of a network that is given the detached map from outside. */
  @Test
  void nothingIsLearntThroughADetachedMap() {
    Node x = SCOPE.input("x", new Shape(3, 5, 7));
    Node conv = SCOPE.node("conv", Op.Conv2d.dense(4, 3, 1), x);
    Node given = SCOPE.input("given", conv.shape());
    Node held = SCOPE.node("held", new Op.Detach(), conv);
    Model detached = model(afterDetaching(conv, held, x));
    Model apart = new Model(afterDetaching(conv, given, x, given), detached.weights());
    List<Tensor> inputs = inputs(detached.graph(), 2, 1);
    try (TrainingSession one = differentiator().open(detached, 2, NOTHING);
        TrainingSession other = differentiator().open(apart, 2, NOTHING)) {
      List<Tensor> outputs = one.forward(inputs);
      List<Tensor> both = List.of(inputs.get(0), outputs.get(1));
      assertClose("output", other.forward(both).get(0).data(), outputs.get(0).data(), 0);
      one.backward(slopes(outputs, 7));
      other.backward(slopes(outputs, 7));
      for (Parameter parameter : one.learning()) {
        String name = parameter.name();
        assertClose(name, other.gradient(name), one.gradient(name), 0);
      }
    }
  }

  // A depthwise convolution and a skip over it; the map before both is an output too.
  private static Graph afterDetaching(Node conv, Node detached, Node... inputs) {
    Node slid = SCOPE.node("slid", Op.Conv2d.depthwise(4, 3, 1), detached);
    Node sum = SCOPE.node("sum", new Op.Add(), slid, detached);
    Node out = SCOPE.node("out", new Op.Concat(), sum, conv);
    return new Graph(List.of(inputs), List.of(out, conv));
  }

  /** One tower over maps of two sizes, as a head has it. */
  @TestFactory
  Stream<DynamicTest> layersThatShareParametersLearnFromAll() {
    return Stream.of(1, 2, 3)
        .map(
            count ->
                combined(
                    "towers",
                    count,
                    n ->
                        List.of(
                            tower(learned("fine", n, new Shape(4, 6, 10))),
                            tower(learned("coarse", n, new Shape(4, 3, 5))))));
  }

  private static Node tower(Node level) {
    return SCOPE
        .in("on " + level.name())
        .sharing(SCOPE.in("tower"))
        .chain(level)
        .then(Op.Conv2d.dense(5, 3, 1))
        .then(Op.BatchNorm.DEFAULT)
        .then(new Op.Activate(Activation.SIGMOID))
        .then(Op.Conv2d.depthwise(5, 3, 2).withBias())
        .then(Op.GroupNorm.of(5))
        .then(new Op.Conv2d(4, 1, 1, 0, 1, true))
        .then(new Op.Scale())
        .end();
  }

  @TestFactory
  Stream<DynamicTest> activationsHandSlopesOn() {
    return Stream.of(Activation.values()).flatMap(function -> onMaps(5, new Op.Activate(function)));
  }

  @TestFactory
  Stream<DynamicTest> layerNormsLearn() {
    return Stream.of(onMaps(5, Op.LayerNorm.DEFAULT), onMaps(24, new Op.LayerNorm(0.1)))
        .flatMap(tests -> tests);
  }

  @TestFactory
  Stream<DynamicTest> positionEmbeddingsLearn() {
    return onMaps(6, new Op.PositionEmbedding());
  }

  @TestFactory
  Stream<DynamicTest> attentionHandsSlopesOn() {
    return Stream.of(onMaps(3, new Op.Attention(1)), onMaps(12, new Op.Attention(2)))
        .flatMap(tests -> tests);
  }

  @TestFactory
  Stream<DynamicTest> poolsHandSlopesOn() {
    return onMaps(AwkwardOps.pools());
  }

  @Test
  void theFirstOfEqualMaximaTakesTheSlope() {
    Node x = learned("x", 1, new Shape(1, 3, 4));
    Model model = model(graph(List.of(SCOPE.node("out", new Op.MaxPool(3, 2, 1), x))));
    try (TrainingSession session = differentiator().open(model, 1, NOTHING)) {
      float[] map = {
        1, 1, 1, 2,
        1, 1, 2, 2,
        1, 1, 1, 2
      };
      System.arraycopy(map, 0, session.values("x.weight"), 0, map.length);
      session.forward(inputs(model.graph(), 1, 1));
      // The windows' upper left corners: (-1, -1), (-1, 1), (1, -1), (1, 1).
      session.backward(List.of(new Tensor(new float[] {1, 10, 100, 1000}, 1, 1, 2, 2)));
      assertArrayEquals(
          new float[] {1, 0, 0, 10, 100, 0, 1000, 0, 0, 0, 0, 0}, session.gradient("x.weight"));
    }
  }

  @TestFactory
  Stream<DynamicTest> padsHandSlopesOn() {
    return onMaps(AwkwardOps.pads());
  }

  @TestFactory
  Stream<DynamicTest> resizingHandsSlopesOn() {
    return onMaps(AwkwardOps.resizes().filter(each -> ((Op.Resize) each.op()).scale() < 4));
  }

  @TestFactory
  Stream<DynamicTest> rearrangingHandsSlopesOn() {
    return onMaps(AwkwardOps.arrangements());
  }

  @TestFactory
  Stream<DynamicTest> linearLayersLearn() {
    return onMaps(AwkwardOps.linearLayers());
  }

  @TestFactory
  Stream<DynamicTest> opsOfSeveralInputsHandSlopesOn() {
    List<DynamicTest> tests = new ArrayList<>();
    for (int[] size : SIZES) {
      Shape five = new Shape(5, size[0], size[1]);
      Shape two = five.withChannels(2);
      tests.add(joined(new Op.Add(), five, five));
      tests.add(joined(new Op.Multiply(), five, five));
      tests.add(joined(new Op.Multiply(), five, Shape.vector(5)));
      tests.add(joined(new Op.Concat(), five));
      tests.add(joined(new Op.Concat(), five, two));
      tests.add(joined(new Op.Concat(), two, five, five));
    }
    return tests.stream();
  }

  private DynamicTest joined(Op op, Shape... shapes) {
    return combined(
        op + " of " + Arrays.toString(shapes),
        2,
        count -> {
          Node[] maps = new Node[shapes.length];
          Arrays.setAll(maps, i -> learned("abc".substring(i, i + 1), count, shapes[i]));
          return List.of(SCOPE.node("out", op, maps));
        });
  }

  @TestFactory
  Stream<DynamicTest> opsThatReadOneInputTwiceHandSlopesOn() {
    return Stream.of(new Op.Add(), new Op.Multiply(), new Op.Concat())
        .map(
            op ->
                combined(
                    op.toString(),
                    2,
                    count -> {
                      Node x = learned("x", count, new Shape(3, 5, 7));
                      return List.of(SCOPE.node("out", op, x, x));
                    }));
  }

  /** An encoder of a transformer, windows sliding over what it makes; also with parts frozen. */
  @TestFactory
  Stream<DynamicTest> encodersLearn() {
    return Stream.of(
            NOTHING,
            (Predicate<String>) name -> name.matches("placed.*|normal.weight|attn.norm.bias"),
            (Predicate<String>) name -> name.matches("(?!attn.out_proj|slid|last).*"))
        .flatMap(
            frozen ->
                Stream.of(1, 2, 3)
                    .map(
                        count ->
                            dynamicTest(
                                "batch " + count,
                                () ->
                                    assertRight(
                                        count,
                                        n -> encoder(learned("x", n, new Shape(6, 5, 7))),
                                        frozen))));
  }

  private static List<Node> encoder(Node x) {
    Node tokens = SCOPE.node("tokens", Op.GroupNorm.of(2), x);
    Node placed = SCOPE.node("placed", new Op.PositionEmbedding(), tokens);
    Node attended =
        SCOPE
            .in("attn")
            .chain(placed)
            .then("norm", Op.LayerNorm.DEFAULT)
            .then("in_proj", Op.Conv2d.pointwise(18).withBias())
            .then("heads", new Op.Attention(2))
            .then("out_proj", Op.Conv2d.pointwise(6).withBias())
            .end();
    Node sum = SCOPE.node("sum", new Op.Add(), placed, attended);
    Node normal = SCOPE.node("normal", Op.LayerNorm.DEFAULT, sum);
    Node slid = SCOPE.node("slid", Op.Conv2d.depthwise(6, 5, 1), normal);
    Node all = SCOPE.node("all", new Op.Concat(), normal, slid, sum);
    Node heads = SCOPE.node("heads", new Op.Attention(3), all);
    Node again = SCOPE.node("again", new Op.PositionEmbedding(), heads);
    return List.of(SCOPE.node("last", Op.Conv2d.dense(4, 3, 1), again), heads, slid);
  }

  @TestFactory
  Stream<DynamicTest> channelsThatAreReadTwiceLearnFromBoth() {
    return Stream.of(1, 2, 3)
        .map(
            count ->
                combined(
                    "channels",
                    count,
                    n -> {
                      Node x = learned("x", n, new Shape(4, 5, 3));
                      Node mixed = SCOPE.node("mixed", new Op.Shuffle(2), x);
                      Node low = SCOPE.node("low", new Op.Slice(0, 3), x);
                      Node high = SCOPE.node("high", new Op.Slice(1, 4), x);
                      Node all = SCOPE.node("all", new Op.Concat(), x, high, mixed);
                      return List.of(
                          SCOPE.node("sum", new Op.Add(), x, mixed),
                          SCOPE.node("product", new Op.Multiply(), low, high),
                          SCOPE.node("conv", Op.Conv2d.dense(2, 3, 1), all),
                          SCOPE.node("slid", Op.Conv2d.depthwise(11, 3, 2), all));
                    }));
  }

  @TestFactory
  Stream<DynamicTest> shuffleUnitsLearn() {
    return Stream.of(NOTHING, (Predicate<String>) name -> name.startsWith("branch.1"))
        .flatMap(
            frozen ->
                Stream.of(1, 2, 3)
                    .map(
                        count ->
                            dynamicTest(
                                "batch " + count,
                                () ->
                                    assertRight(
                                        count,
                                        n ->
                                            List.of(
                                                shuffleUnit(learned("x", n, new Shape(8, 5, 7)))),
                                        frozen))));
  }

  // Half of the channels pass, the other half is convolved; then both are shuffled.
  private static Node shuffleUnit(Node x) {
    int half = x.shape().channels() / 2;
    Node convolved =
        SCOPE
            .in("branch")
            .chain(SCOPE.node("taken", new Op.Slice(half, 2 * half), x))
            .then(Op.Conv2d.pointwise(half))
            .then(Op.BatchNorm.DEFAULT)
            .then(new Op.Activate(Activation.SIGMOID))
            .then(Op.Conv2d.depthwise(half, 3, 1))
            .then(Op.BatchNorm.DEFAULT)
            .then(Op.Conv2d.pointwise(half).withBias())
            .then(new Op.Activate(Activation.SIGMOID))
            .end();
    Node passed = SCOPE.node("passed", new Op.Slice(0, half), x);
    Node both = SCOPE.node("both", new Op.Concat(), passed, convolved);
    return SCOPE.node("shuffled", new Op.Shuffle(2), both);
  }

  @TestFactory
  Stream<DynamicTest> squeezeAndExcitationLearns() {
    return Stream.of(1, 2, 3)
        .map(
            count ->
                combined(
                    "gate",
                    count,
                    n -> {
                      Node x = learned("x", n, new Shape(4, 5, 3));
                      Node gate =
                          SCOPE
                              .in("gate")
                              .chain(x)
                              .then(new Op.MeanPool())
                              .then(Op.Conv2d.pointwise(2).withBias())
                              .then(new Op.Activate(Activation.SIGMOID))
                              .then(new Op.Linear(4, true))
                              .then(new Op.Activate(Activation.SIGMOID))
                              .end();
                      return List.of(SCOPE.node("out", new Op.Multiply(), x, gate));
                    }));
  }

  @TestFactory
  Stream<DynamicTest> pyramidsLearn() {
    return Stream.of(1, 2, 3)
        .map(
            count ->
                combined(
                    "pyramid",
                    count,
                    n -> {
                      Node fine = learned("fine", n, new Shape(3, 6, 10));
                      Node coarse = learned("coarse", n, new Shape(4, 3, 5));
                      Node lateral = SCOPE.node("lateral", Op.Conv2d.pointwise(4), fine);
                      Op twice = new Op.Resize(2, Op.Resize.Mode.BILINEAR);
                      Node up = SCOPE.node("up", twice, coarse);
                      Node sum = SCOPE.node("sum", new Op.Add(), lateral, up);
                      Op half = new Op.Resize(0.5, Op.Resize.Mode.BILINEAR);
                      Node down = SCOPE.node("down", half, sum);
                      Node back = SCOPE.node("back", new Op.Add(), down, coarse);
                      return List.of(back, sum, coarse, sum);
                    }));
  }

  @Test
  void outputsMayBeInputs() {
    Node x = SCOPE.input("x", new Shape(2, 3, 5));
    Node out = SCOPE.node("out", Op.Conv2d.dense(2, 3, 1).withBias(), x);
    assertRight(2, count -> List.of(x, out, x), NOTHING);
  }

  // A convolution, a BatchNorm and a linear layer.
  private static Model small() {
    Node x = SCOPE.input("x", new Shape(2, 3, 5));
    Node out =
        SCOPE
            .chain(x)
            .then(Op.Conv2d.dense(3, 3, 1))
            .then(Op.BatchNorm.DEFAULT)
            .then(new Op.Linear(4, true))
            .end();
    return model(graph(List.of(out)));
  }

  private static List<float[]> pass(TrainingSession session, List<Tensor> inputs) {
    List<Tensor> outputs = session.forward(inputs);
    session.backward(slopes(outputs, 7));
    return session.learning().stream()
        .map(parameter -> session.gradient(parameter.name()).clone())
        .toList();
  }

  private static void assertSameNumbers(List<float[]> expected, List<float[]> found) {
    assertEquals(expected.size(), found.size());
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(expected.get(i), found.get(i), "array " + i);
    }
  }

  @Test
  void onlyWhatIsTrainedAndNotFrozenLearns() {
    try (TrainingSession session = differentiator().open(small(), 2, "0.weight"::equals)) {
      assertEquals(
          List.of("1.weight", "1.bias", "2.weight", "2.bias"),
          session.learning().stream().map(Parameter::name).toList());
      assertRefused("0.weight", () -> session.gradient("0.weight"));
      assertRefused("1.running_mean", () -> session.gradient("1.running_mean"));
      assertRefused("1.mean", () -> session.values("1.mean"));
      assertEquals(3, session.values("1.running_mean").length);
      assertEquals(2, session.batchSize());
    }
  }

  @Test
  void aPassRemembersNothingOfThoseBefore() {
    Model model = small();
    List<Tensor> inputs = inputs(model.graph(), 2, 1);
    try (TrainingSession session = differentiator().open(model, 2, NOTHING)) {
      float[] gradient = session.gradient("0.weight");
      List<float[]> first = pass(session, inputs);
      pass(session, inputs(model.graph(), 2, 2));
      assertSameNumbers(first, pass(session, inputs));
      assertSame(gradient, session.gradient("0.weight"));
    }
  }

  @Test
  void whatIsWrittenToTheValuesIsWhatTheNetworkComputesWith() {
    Model model = small();
    List<Tensor> inputs = inputs(model.graph(), 2, 1);
    try (TrainingSession session = differentiator().open(model, 2, NOTHING)) {
      float before = session.forward(inputs).get(0).data()[1];
      session.values("2.bias")[1] += 3;
      assertEquals(before + 3, session.forward(inputs).get(0).data()[1], 1e-5);
      session.values("0.weight")[0] += 3;
      assertNotEquals(before + 3, session.forward(inputs).get(0).data()[1], 1e-3);
    }
  }

  @Test
  void theModelThatItStartsFromStaysAsItIs() {
    Model model = small();
    List<float[]> before = copies(model);
    try (TrainingSession session = differentiator().open(model, 2, NOTHING)) {
      pass(session, inputs(model.graph(), 2, 1));
      session.learning().forEach(parameter -> session.values(parameter.name())[0] = 9);
      Model learnt = session.model();
      List<float[]> then = copies(learnt);
      assertEquals(9, learnt.weights().get("0.weight").data()[0]);
      session.learning().forEach(parameter -> session.values(parameter.name())[0] = 8);
      assertSameNumbers(then, copies(learnt));
    }
    assertSameNumbers(before, copies(model));
  }

  private static List<float[]> copies(Model model) {
    return model.weights().tensors().values().stream().map(t -> t.data().clone()).toList();
  }

  @Test
  void inputsAndSlopesAreNotKept() {
    Model model = small();
    List<Tensor> inputs = inputs(model.graph(), 2, 1);
    try (TrainingSession session = differentiator().open(model, 2, NOTHING)) {
      List<float[]> expected = pass(session, inputs);
      List<Tensor> copy = inputs(model.graph(), 2, 1);
      List<Tensor> slopes = slopes(session.forward(copy), 7);
      Arrays.fill(copy.get(0).data(), 5);
      session.backward(slopes);
      Arrays.fill(slopes.get(0).data(), 5);
      assertSameNumbers(
          expected, session.learning().stream().map(p -> session.gradient(p.name())).toList());
    }
  }

  @Test
  void aBatchNormWithoutAVarianceIsRefused() {
    Node x = SCOPE.input("x", new Shape(2, 3, 3));
    Node mean = SCOPE.node("mean", new Op.MeanPool(), x);
    Model model = model(graph(List.of(SCOPE.node("norm", Op.BatchNorm.DEFAULT, mean))));
    assertRefused("norm: ", () -> differentiator().open(model, 1, NOTHING));
    differentiator().open(model, 2, NOTHING).close();
    differentiator().open(model, 1, EVERYTHING).close();
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Model model = small();
    assertRefused("batch size: ", () -> differentiator().open(model, 0, NOTHING));
    try (TrainingSession session = differentiator().open(model, 2, NOTHING)) {
      List<Tensor> inputs = inputs(model.graph(), 2, 1);
      assertThrows(IllegalStateException.class, () -> session.backward(List.of()));
      assertRefused("x: ", () -> session.forward(inputs(model.graph(), 3, 1)));
      assertRefused("x: ", () -> session.forward(List.of(Tensor.zeros(2, new Shape(2, 5, 3)))));
      assertRefused("x", () -> session.forward(List.of()));
      session.forward(inputs);
      assertRefused("2: ", () -> session.backward(List.of(Tensor.zeros(2, Shape.vector(5)))));
      assertRefused("1 outputs", () -> session.backward(List.of()));
    }
  }

  private static void assertRefused(String word, Executable action) {
    String message = assertThrows(IllegalArgumentException.class, action).getMessage();
    assertTrue(message.contains(word), message);
  }
}
