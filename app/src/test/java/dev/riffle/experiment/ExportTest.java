package dev.riffle.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Node;
import dev.riffle.graph.Shape;
import dev.riffle.graph.Tensor;
import dev.riffle.graph.Weights;
import dev.riffle.onnx.OnnxRuntimeExecutor;
import dev.riffle.rewrite.FoldBatchNorm;
import dev.riffle.run.Executor;
import dev.riffle.run.Session;
import dev.riffle.run.reference.ReferenceExecutor;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole networks, exported and run by ONNX Runtime, against the reference executor. */
class ExportTest {
  /** Of each number. */
  private static final double RELATIVE = 1e-4;

  /**
   * Of a map's largest number. With random weights a small number in a wide map is a difference of
   * large ones, and float32 leaves no more of it; ParityTest has the trained networks.
   */
  private static final double OF_LARGEST = 2e-5;

  @ParameterizedTest
  @CsvSource({
    "nanodet-m_320, 96, 64, true",
    "nanodet-m_320, 64, 96, false",
    "nanodet-m-0.5x_320, 64, 64, true",
    "nanodet-m-1.5x_320, 64, 64, false",
    "gfl-shufflenetv2-1.0x_320, 96, 64, true",
    "nanodet-t_320, 96, 64, true",
    "nanodet-t_320, 64, 96, false",
    "shufflenetv2-0.5x, 65, 97, false",
    "shufflenetv2-0.5x, 97, 33, true",
    "shufflenetv2-1.0x, 65, 97, true",
    "shufflenetv2-1.5x, 65, 33, false",
    "shufflenetv2-2.0x, 33, 65, true"
  })
  void anExportedNetworkIsTheNetwork(String name, int height, int width, boolean fold) {
    Graph graph = Zoo.read(name, List.of()).graph().at(new Shape(3, height, width));
    Graph whole = new Graph(graph.inputs(), withStages(graph));
    Model model = new Model(whole, Weights.random(whole, 1));
    Model exported = fold ? FoldBatchNorm.apply(model) : model;
    for (int count : new int[] {1, 3}) {
      Tensor batch = Tensor.zeros(count, graph.inputs().get(0).shape());
      Random random = new Random(count);
      for (int i = 0; i < batch.data().length; i++) {
        batch.data()[i] = (float) random.nextGaussian();
      }
      List<Tensor> expected = run(new ReferenceExecutor(), model, batch);
      List<Tensor> found = run(new OnnxRuntimeExecutor(), exported, batch);
      for (int o = 0; o < expected.size(); o++) {
        assertClose(whole.outputs().get(o).name(), expected.get(o), found.get(o));
      }
    }
  }

  // The outputs, and before them what the backbone's stages end in.
  private static List<Node> withStages(Graph graph) {
    return graph.nodes().stream()
        .filter(
            node ->
                node.name().matches("(backbone\\.)?stage[234]\\.[37]\\.shuffle")
                    || graph.outputs().contains(node))
        .toList();
  }

  private static List<Tensor> run(Executor executor, Model model, Tensor batch) {
    try (Session session = executor.open(model)) {
      return session.run(List.of(batch));
    }
  }

  private static void assertClose(String what, Tensor expected, Tensor found) {
    assertArrayEquals(expected.shape(), found.shape(), what);
    float largest = 0;
    for (float number : expected.data()) {
      largest = Math.max(largest, Math.abs(number));
    }
    for (int i = 0; i < expected.data().length; i++) {
      float e = expected.data()[i];
      float f = found.data()[i];
      assertTrue(
          Math.abs(e - f) <= OF_LARGEST * largest + RELATIVE * Math.abs(e),
          () -> what + ": expected " + e + ", found " + f);
    }
  }
}
