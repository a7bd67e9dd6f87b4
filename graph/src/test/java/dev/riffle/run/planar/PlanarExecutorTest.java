package dev.riffle.run.planar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.sun.management.ThreadMXBean;
import dev.riffle.graph.Activation;
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
import dev.riffle.run.PlaneView;
import dev.riffle.run.Session;
import dev.riffle.run.planar.kernel.Kernels;
import dev.riffle.run.planar.kernel.PlainKernels;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The planar executor with the fastest kernels that this Java has, on one thread. */
class PlanarExecutorTest extends ExecutorContract {
  private static final Scope SCOPE = Scope.root();

  @Override
  protected Executor executor() {
    return new PlanarExecutor(1);
  }

  private static Model model(Node input, Node... outputs) {
    Graph graph = new Graph(List.of(input), List.of(outputs));
    return new Model(graph, Weights.random(graph, 1));
  }

  // Whose first maps take several units of places.
  private static final int LARGE = 160;

  // A bit of everything that is fused or dealt out: what detectors are made of.
  private static Model detector(int side) {
    Node x = SCOPE.input("x", new Shape(3, side, side));
    Node stem = unit("stem", Op.Conv2d.dense(10, 3, 2).withBias(), x, Activation.LEAKY_RELU);
    Node pooled = SCOPE.node("pool", new Op.MaxPool(3, 2, 1), stem);
    Node left = unit("left", Op.Conv2d.depthwise(10, 3, 2).withBias(), pooled, Activation.IDENTITY);
    left = unit("left.1", Op.Conv2d.pointwise(7).withBias(), left, Activation.RELU);
    Node right = unit("right", Op.Conv2d.pointwise(7).withBias(), pooled, Activation.RELU);
    right = unit("right.1", Op.Conv2d.depthwise(7, 3, 2).withBias(), right, Activation.IDENTITY);
    right = unit("right.2", Op.Conv2d.pointwise(7).withBias(), right, Activation.HARD_SWISH);
    right = unit("right.3", Op.Conv2d.depthwise(7, 3, 1).withBias(), right, Activation.RELU);
    Node both = SCOPE.node("both", new Op.Concat(), left, right);
    Node shuffled = SCOPE.node("shuffled", new Op.Shuffle(2), both);
    Node coarse = unit("coarse", Op.Conv2d.dense(14, 3, 2).withBias(), shuffled, Activation.RELU6);
    Node up = SCOPE.node("up", new Op.Resize(2, Op.Resize.Mode.BILINEAR), coarse);
    Node lateral = SCOPE.node("lateral", Op.Conv2d.pointwise(14).withBias(), shuffled);
    Node sum = SCOPE.node("sum", new Op.Add(), lateral, up);
    Node wide = unit("wide", Op.Conv2d.depthwise(14, 5, 1), sum, Activation.LEAKY_RELU);
    Node down = SCOPE.node("down", new Op.Resize(0.5, Op.Resize.Mode.BILINEAR), wide);
    return model(x, sum, SCOPE.node("sum.1", new Op.Add(), coarse, down));
  }

  private static Node unit(String name, Op op, Node x, Activation function) {
    Node out = SCOPE.node(name, op, x);
    return function == Activation.IDENTITY
        ? out
        : SCOPE.node(name + ".act", new Op.Activate(function), out);
  }

  @TestFactory
  Stream<DynamicTest> detectorsAreRight() {
    return Stream.of(32, 48, 63, 64, 79, 96, LARGE)
        .map(
            side ->
                DynamicTest.dynamicTest(
                    "at " + side,
                    () -> {
                      Model model = detector(side);
                      List<Tensor> batch = batch(model.graph(), 2, 9);
                      try (Session session = executor().open(model)) {
                        assertClose(expected(model, batch), session.run(batch));
                      }
                    }));
  }

  @Test
  void anyNumberOfThreadsGivesTheSameBits() {
    Model model = detector(LARGE);
    List<Tensor> batch = batch(model.graph(), 3, 9);
    List<Tensor> one = run(new PlanarExecutor(1), model, batch);
    for (int threads : new int[] {2, 3, 5}) {
      for (int again = 0; again < 20; again++) {
        List<Tensor> many = run(new PlanarExecutor(threads), model, batch);
        assertSameBits(one, many, threads + " threads");
      }
    }
  }

  private static void assertSameBits(List<Tensor> expected, List<Tensor> found, String where) {
    for (int o = 0; o < expected.size(); o++) {
      assertArrayEquals(expected.get(o).data(), found.get(o).data(), where + ": output " + o);
    }
  }

  @Test
  void plainLoopsGiveTheBitsThatVectorsGive() throws ReflectiveOperationException {
    Model model = detector(LARGE);
    List<Tensor> batch = batch(model.graph(), 2, 9);
    List<Tensor> plain = run(new PlanarExecutor(2, new PlainKernels()), model, batch);
    // By now the compiler may have seen to the vectors, or not; it makes no difference.
    for (int again = 0; again < 50; again++) {
      List<Tensor> vectors = run(executor(), model, batch);
      assertSameBits(plain, vectors, "vectors");
    }
    if (!System.getProperty("riffle.vectors", "any").equals("none")) {
      var made =
          Class.forName("dev.riffle.run.planar.kernel.VectorKernels").getDeclaredConstructor();
      made.setAccessible(true);
      Kernels vectors = (Kernels) made.newInstance();
      for (int side : new int[] {32, 48, 63, 79, 96, 112, LARGE}) {
        Model sized = detector(side);
        List<Tensor> pictures = batch(sized.graph(), 2, 9);
        plain = run(new PlanarExecutor(2, new PlainKernels()), sized, pictures);
        List<Tensor> found = run(new PlanarExecutor(1, vectors), sized, pictures);
        assertSameBits(plain, found, "at " + side);
      }
    }
  }

  private static List<Tensor> run(Executor executor, Model model, List<Tensor> batch) {
    try (Session session = executor.open(model)) {
      return session.run(batch);
    }
  }

  // Shift, split, concatenation and shuffle are a matter of where planes lie; activations,
  // additions and BatchNorms are part of the step before them.
  @Test
  void aShuffleUnitIsThreeSteps() {
    Node x = SCOPE.input("x", new Shape(8, 9, 9));
    Node left = SCOPE.node("left", new Op.Slice(0, 4), x);
    Node right = SCOPE.node("right", new Op.Slice(4, 8), x);
    for (int i = 0; i < 3; i++) {
      Op op = i == 1 ? Op.Conv2d.depthwise(4, 3, 1) : Op.Conv2d.pointwise(4);
      right = SCOPE.node("conv" + i, op, right);
      right = SCOPE.node("norm" + i, Op.BatchNorm.DEFAULT, right);
      right = SCOPE.node("act" + i, new Op.Activate(Activation.RELU), right);
    }
    Node both = SCOPE.node("both", new Op.Concat(), left, right);
    Model model = model(x, SCOPE.node("shuffled", new Op.Shuffle(2), both));
    assertEquals(
        List.of("conv0", "conv1", "conv2"),
        new PlanarExecutor(1)
            .program(model).stages().stream().map(stage -> stage.nodes().get(0).name()).toList());
  }

  // What the stem makes for the pooling, and the pointwise convolution for the window behind it, is
  // never whole anywhere.
  @Test
  void whatAWindowAlonePicksFromIsMadeForIt() {
    List<List<String>> steps =
        new PlanarExecutor(1)
            .program(detector(LARGE)).stages().stream()
                .map(stage -> stage.nodes().stream().map(Node::name).toList())
                .filter(names -> !names.isEmpty())
                .toList();
    assertEquals(List.of("stem", "stem.act", "pool"), steps.get(0));
    assertTrue(steps.contains(List.of("right", "right.act", "right.1")), steps.toString());
  }

  @Test
  void planesAreUsedAgain() {
    Node x = SCOPE.input("x", new Shape(8, 20, 20));
    Node end = x;
    for (int i = 0; i < 50; i++) {
      end = SCOPE.node("conv" + i, Op.Conv2d.pointwise(8), end);
    }
    int planes = new PlanarExecutor(1).program(model(x, end)).arenaSize() / (20 * 20);
    assertTrue(planes < 4 * 8, planes + " planes for 50 maps of 8");
  }

  /** On vectors; plain loops sum in arrays of their own. */
  @Test
  void aRunAllocatesNextToNothing() {
    assumeFalse("none".equals(System.getProperty("riffle.vectors")), "there are no vectors");
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (PlanarSession session = new PlanarExecutor(1).open(detector(96))) {
      // Vectors are objects until the compiler has seen to every kernel.
      long bytes = Long.MAX_VALUE;
      for (int round = 0; round < 100 && bytes > 1024 * 1000; round++) {
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        for (int run = 0; run < 1000; run++) {
          session.run();
        }
        bytes = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
      }
      assertTrue(bytes <= 1024 * 1000, bytes / 1000 + " bytes a run");
    }
  }

  @Test
  void outputsCanBeReadWhereTheyLie() {
    Model model = detector(64);
    List<Tensor> batch = batch(model.graph(), 1, 4);
    List<Tensor> expected = expected(model, batch);
    try (PlanarSession session = new PlanarExecutor(2).open(model)) {
      PlaneView in = session.inputs().get(0);
      for (int run = 0; run < 3; run++) {
        for (int i = 0; i < 3 * 64 * 64; i++) {
          int place = i / 64 % 64 * in.pitch() + i % 64;
          in.data()[in.offsets()[i / (64 * 64)] + place] = batch.get(0).data()[i];
        }
        session.run();
        for (int o = 0; o < expected.size(); o++) {
          PlaneView out = session.outputs().get(o);
          Tensor tensor = expected.get(o);
          for (int i = 0; i < tensor.data().length; i++) {
            int channel = i / (out.height() * out.width());
            int y = i / out.width() % out.height();
            float found = out.data()[out.offsets()[channel] + y * out.pitch() + i % out.width()];
            assertEquals(tensor.data()[i], found, 1e-4 + 1e-4 * Math.abs(tensor.data()[i]));
          }
        }
      }
    }
  }

  // What lies around planes, and behind what vectors cover, is seen and left out: even if the last
  // picture left no numbers there.
  @Test
  void nothingIsLeftOfThePictureBefore() {
    for (int side : new int[] {32, 48, 64, 79, 96, 112, LARGE}) {
      for (Model model : List.of(detector(side), separable(side))) {
        List<Tensor> batch = batch(model.graph(), 1, 4);
        List<Tensor> endless = batch(model.graph(), 1, 4);
        Arrays.fill(endless.get(0).data(), Float.POSITIVE_INFINITY);
        List<Tensor> expected = run(executor(), model, batch);
        try (Session session = executor().open(model)) {
          session.run(endless);
          session.run(endless);
          List<Tensor> found = session.run(batch);
          assertSameBits(expected, found, "at " + side);
        }
      }
    }
  }

  // Depthwise convolutions over planes with gaps between rows, as the first one needs them.
  private static Model separable(int side) {
    Node x = SCOPE.input("x", new Shape(3, side, side));
    Node last = unit("stem", Op.Conv2d.dense(9, 3, 2).withBias(), x, Activation.RELU);
    for (int i = 0; i < 4; i++) {
      last = unit("dw" + i, Op.Conv2d.depthwise(9, 3, 1).withBias(), last, Activation.RELU);
      last = unit("pw" + i, Op.Conv2d.pointwise(9).withBias(), last, Activation.RELU);
    }
    return model(x, last);
  }

  // Two windows over what was dealt out once, as far as they reach beyond it, and a convolution of
  // several places in front of one.
  @TestFactory
  Stream<DynamicTest> whatIsDealtOutOnceIsRight() {
    return Stream.of(3, 5, 7, 10, 14, 20)
        .flatMap(width -> Stream.of(3, 5, 7).map(kernel -> dealtOnce(width, kernel)));
  }

  private DynamicTest dealtOnce(int width, int kernel) {
    Node x = SCOPE.input("x", new Shape(6, 2 * width, 2 * width));
    Node left = SCOPE.node("left", Op.Conv2d.depthwise(6, kernel, 2), x);
    Node right = SCOPE.node("point", Op.Conv2d.pointwise(6).withBias(), x);
    right = SCOPE.node("right", Op.Conv2d.depthwise(6, kernel, 2), right);
    Node dense = SCOPE.node("dense", Op.Conv2d.dense(6, 3, 1).withBias(), x);
    dense = SCOPE.node("slid", Op.Conv2d.depthwise(6, kernel, 2), dense);
    Model model = model(x, left, right, dense);
    List<Tensor> batch = batch(model.graph(), 2, 5);
    return DynamicTest.dynamicTest(
        "kernel " + kernel + ", width " + width,
        () -> {
          List<Tensor> found = run(executor(), model, batch);
          assertClose(expected(model, batch), found);
          List<Tensor> plain = run(new PlanarExecutor(1, new PlainKernels()), model, batch);
          assertSameBits(plain, found, "vectors");
        });
  }

  @Test
  void twoSizesOfAModelShareItsWeights() {
    PlanarExecutor executor = new PlanarExecutor(1);
    Model model = detector(64);
    Model other = model.at(new Shape(3, 96, 32));
    List<Tensor> batch = batch(other.graph(), 1, 4);
    try (Session first = executor.open(model);
        Session second = executor.open(other)) {
      first.run(batch(model.graph(), 1, 4));
      assertClose(expected(other, batch), second.run(batch));
    }
  }

  @Test
  void itNeedsAThread() {
    assertThrows(IllegalArgumentException.class, () -> new PlanarExecutor(0));
  }

  /** What the build's several runs of these tests are for. */
  @Test
  void vectorsAreAsWideAsTheBuildMeans() {
    String means = System.getProperty("riffle.vectors", "any");
    int bits = 32 * Kernels.fastest().lanes();
    switch (means) {
      case "none" -> assertEquals("plain loops", Kernels.fastest().name());
      case "any" -> assertNotEquals("plain loops", Kernels.fastest().name());
      default -> assertTrue(bits <= Integer.parseInt(means), bits + " bits");
    }
  }
}
