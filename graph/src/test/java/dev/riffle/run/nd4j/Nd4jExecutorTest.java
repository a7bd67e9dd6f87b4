package dev.riffle.run.nd4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.deallocation.DeallocatorService;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** ND4J against the reference, and what its sessions do with ND4J's own arrays. */
class Nd4jExecutorTest extends ExecutorContract {
  private static final Shape SHAPE = new Shape(4, 5, 7);

  @Override
  protected Executor executor() {
    return new Nd4jExecutor();
  }

  // A convolution, a grouped one, a resizing and a join, with the input as a second output.
  private static Model model() {
    Scope scope = Scope.root();
    Node x = scope.input("x", SHAPE);
    Node dense = scope.node("dense", Op.Conv2d.dense(6, 3, 1).withBias(), x);
    Node grouped = scope.node("grouped", new Op.Conv2d(6, 3, 1, 1, 2, true), dense);
    Node both = scope.node("both", new Op.Concat(), dense, grouped);
    Node out = scope.node("out", new Op.Resize(2, Op.Resize.Mode.BILINEAR), both);
    Graph graph = new Graph(List.of(x), List.of(out, x));
    return new Model(graph, Weights.random(graph, 1));
  }

  private static Tensor tensor(INDArray array) {
    int[] shape = new int[array.rank()];
    for (int axis = 0; axis < shape.length; axis++) {
      shape[axis] = (int) array.size(axis);
    }
    assertEquals(DataType.FLOAT, array.dataType());
    assertEquals('c', array.ordering());
    assertFalse(array.isView());
    assertFalse(array.isAttached());
    return new Tensor(array.data().asFloat(), shape);
  }

  private void assertRight(Model model, INDArray input, List<INDArray> outputs) {
    INDArray straight = input.castTo(DataType.FLOAT).dup('c');
    List<Tensor> batch = List.of(tensor(straight));
    assertClose(expected(model, batch), outputs.stream().map(Nd4jExecutorTest::tensor).toList());
  }

  @Test
  void arraysOfEveryLayoutAndTypeAreTakenAsTheyAre() {
    Model model = model();
    INDArray large = Nd4j.rand(DataType.FLOAT, 3, 9, 5, 14).muli(4).subi(2);
    INDArray view =
        large.get(
            NDArrayIndex.interval(1, 3),
            NDArrayIndex.interval(2, 2, 9),
            NDArrayIndex.all(),
            NDArrayIndex.interval(3, 10));
    INDArray channelsLast = Nd4j.rand(DataType.FLOAT, 2, 5, 7, 4).permute(0, 3, 1, 2);
    INDArray pixels = Nd4j.rand(DataType.FLOAT, 2, 4, 5, 7).muli(255).castTo(DataType.UINT8);
    try (Nd4jSession session = new Nd4jExecutor().open(model)) {
      for (INDArray input :
          List.of(view, view.dup('f'), view.castTo(DataType.DOUBLE), channelsLast, pixels)) {
        INDArray before = input.dup();
        List<INDArray> outputs = session.run(input);
        assertRight(model, before, outputs);
        assertEquals(before, input);
      }
    }
  }

  @Test
  void outputsOutliveTheSessionAndTheNextRun() {
    Model model = model();
    INDArray input = Nd4j.rand(DataType.FLOAT, 2, 4, 5, 7);
    List<INDArray> outputs;
    try (Nd4jSession session = new Nd4jExecutor().open(model)) {
      outputs = session.run(input);
      session.run(input.add(1));
    }
    assertNotSame(input, outputs.get(1));
    input.addi(0); // still open
    assertRight(model, input, outputs);
    outputs.forEach(INDArray::close);
  }

  @Test
  void anOpenWorkspaceIsLeftOut() throws Exception {
    Model model = model();
    INDArray input = Nd4j.rand(DataType.FLOAT, 2, 4, 5, 7);
    List<INDArray> outputs;
    WorkspaceConfiguration small = WorkspaceConfiguration.builder().initialSize(1 << 20).build();
    try (Nd4jSession session = new Nd4jExecutor().open(model);
        MemoryWorkspace workspace =
            Nd4j.getWorkspaceManager().getAndActivateWorkspace(small, "callers")) {
      outputs = session.run(input);
      assertEquals(0, workspace.getPrimaryOffset());
    }
    assertRight(model, input, outputs);
  }

  // What is not reused waits for the garbage collector; what is kept by mistake waits for ever.
  @Test
  void runningDoesNotGatherNativeMemory() throws Exception {
    Scope scope = Scope.root();
    Node x = scope.input("x", new Shape(4, 256, 256));
    Node grouped = scope.node("grouped", new Op.Conv2d(6, 3, 1, 1, 2, true), x);
    Node resized = scope.node("resized", new Op.Resize(0.5, Op.Resize.Mode.BILINEAR), grouped);
    Node normal = scope.node("normal", Op.BatchNorm.DEFAULT, resized);
    Node gate = scope.node("gate", new Op.MeanPool(), normal);
    Node gated = scope.node("gated", new Op.Multiply(), normal, gate);
    Node slice = scope.node("slice", new Op.Slice(1, 5), gated);
    Node out = scope.node("out", new Op.Linear(2, true), slice);
    Graph graph = new Graph(List.of(x), List.of(out));
    INDArray array = Nd4j.rand(DataType.FLOAT, 1, 4, 256, 256);
    List<Tensor> batch = batch(graph, 1, 1);
    try (Nd4jSession session =
        new Nd4jExecutor().open(new Model(graph, Weights.random(graph, 1)))) {
      run(session, 30, array, batch);
      int before = livingArrays(0);
      run(session, 200, array, batch);
      int after = livingArrays(before);
      assertTrue(after <= before + 20, (after - before) + " arrays are left of 400 runs");
    }
  }

  private static void run(Nd4jSession session, int times, INDArray array, List<Tensor> batch) {
    for (int i = 0; i < times; i++) {
      session.run(array);
      session.run(batch);
    }
  }

  // Arrays whose native memory is not freed yet. A thread of ND4J's own does that some time after a
  // collection: waits for it, at most a few seconds, while there are more than is hoped for.
  private static int livingArrays(int hope) throws Exception {
    // ND4J shows its list of them to nobody.
    Field list = DeallocatorService.class.getDeclaredField("referenceMap");
    list.setAccessible(true);
    int fewest = Integer.MAX_VALUE;
    for (int i = 0; i < 30 && fewest > hope; i++) {
      System.gc();
      Thread.sleep(100);
      fewest = Math.min(fewest, ((Map<?, ?>) list.get(Nd4j.getDeallocatorService())).size());
    }
    return fewest;
  }

  @Test
  void wrongArraysAreRefusedByName() {
    try (Nd4jSession session = new Nd4jExecutor().open(model())) {
      String message =
          assertThrows(
                  IllegalArgumentException.class,
                  () -> session.run(Nd4j.zeros(DataType.FLOAT, 1, 4, 7, 5)))
              .getMessage();
      assertEquals("x: expected [1, 4, 5, 7], found [1, 4, 7, 5]", message);
      assertThrows(IllegalArgumentException.class, session::run);
    }
  }

  @Test
  void aClosedSessionDoesNotRun() {
    Nd4jSession session = new Nd4jExecutor().open(model());
    session.close();
    assertThrows(IllegalStateException.class, () -> session.run(List.of(Tensor.zeros(1, SHAPE))));
  }
}
