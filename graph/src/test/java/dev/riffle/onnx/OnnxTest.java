package dev.riffle.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.graph.Scope;
import dev.riffle.graph.Shape;
import dev.riffle.graph.Weights;
import dev.riffle.run.Executor;
import dev.riffle.run.ExecutorContract;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files against ONNX Runtime: what it reads in them, and computes from them, is the model. */
class OnnxTest extends ExecutorContract {
  @TempDir Path folder;

  @Override
  protected Executor executor() {
    return new OnnxRuntimeExecutor();
  }

  private static Model model(List<Node> inputs, Node... outputs) {
    Graph graph = new Graph(inputs, List.of(outputs));
    return new Model(graph, Weights.random(graph, 1));
  }

  // A linear layer over one channel for each of the given numbers.
  private static Model linear(int channels) {
    Node x = Scope.root().input("x", new Shape(channels, 1, 1));
    return model(List.of(x), Scope.root().node("fc", new Op.Linear(3, true), x));
  }

  private static void assertShape(NodeInfo value, long... shape) {
    assertArrayEquals(shape, ((TensorInfo) value.getInfo()).getShape(), value.toString());
    assertEquals("N", ((TensorInfo) value.getInfo()).getDimensionNames()[0]);
  }

  @Test
  void whatGoesInAndComesOutIsNamedAndSized() throws IOException, OrtException {
    Scope scope = Scope.root().in("net");
    Node picture = scope.input("picture", new Shape(3, 9, 7));
    Node conv = scope.node("conv", Op.Conv2d.dense(4, 3, 2), picture);
    Node mean = scope.node("mean", new Op.MeanPool(), conv);
    Path file = folder.resolve("a.onnx");
    Onnx.write(file, model(List.of(picture), mean, conv, mean), Map.of());
    try (OrtSession session = OnnxRuntimeExecutor.open(file)) {
      assertEquals(List.of("net.picture"), List.copyOf(session.getInputNames()));
      assertEquals(List.of("net.mean", "net.conv"), List.copyOf(session.getOutputNames()));
      assertShape(session.getInputInfo().get("net.picture"), -1, 3, 9, 7);
      assertShape(session.getOutputInfo().get("net.mean"), -1, 4, 1, 1);
      assertShape(session.getOutputInfo().get("net.conv"), -1, 4, 5, 4);
    }
  }

  @Test
  void metadataComesBack() throws IOException, OrtException {
    Map<String, String> metadata =
        Map.of("mean", "[103.53, 116.28]", "names", "köpek\nkedi", "", "");
    Path file = folder.resolve("a.onnx");
    Onnx.write(file, linear(2), metadata);
    try (OrtSession session = OnnxRuntimeExecutor.open(file)) {
      assertEquals(metadata, session.getMetadata().getCustomMetadata());
      assertEquals("riffle", session.getMetadata().getProducerName());
    }
  }

  /** More numbers than are turned into bytes at a time, and not a multiple of that. */
  @Test
  void longWeightsAreRight() {
    Model model = linear(50_001);
    assertRight(model.graph().inputs(), model.graph().outputs());
  }

  /** Names and numbers lie in the file as they are, for whoever reads it without us. */
  @Test
  void weightsKeepTheirNames() throws IOException {
    Path file = folder.resolve("a.onnx");
    Onnx.write(file, linear(2), Map.of());
    String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
    for (String name : List.of("fc.weight", "fc.bias")) {
      assertEquals(2, bytes.split(name, -1).length - 1, name); // where it is, and where it is read
    }
  }

  @Test
  void aFileIsReplacedWholeOrNotAtAll() throws IOException {
    Path file = Files.writeString(folder.resolve("a.onnx"), "before");
    Onnx.write(file, linear(2), Map.of());
    long size = Files.size(file);
    Onnx.write(file, linear(5), Map.of());
    assertEquals(3 * 3 * Float.BYTES, Files.size(file) - size);
    Path folderInItsPlace = Files.createDirectories(folder.resolve("b.onnx/full")).getParent();
    assertThrows(
        FileSystemException.class, () -> Onnx.write(folderInItsPlace, linear(2), Map.of()));
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(List.of(file, folderInItsPlace), left.sorted().toList());
    }
  }

  /** The float32 next to 0.04 is below it, and 25 times that below 1. */
  @Test
  void scalesThatFloat32RoundsDownKeepTheSize() {
    Node x = Scope.root().input("x", new Shape(3, 25, 27));
    for (Op.Resize.Mode mode : Op.Resize.Mode.values()) {
      assertRight(List.of(x), List.of(Scope.root().node("out", new Op.Resize(0.04, mode), x)));
    }
  }

  @Test
  void scalesThatFloat32CannotKeepAreRefused() {
    Node x = Scope.root().input("x", new Shape(3, 6, 8));
    Node third = Scope.root().node("third", new Op.Resize(1.0 / 3, Op.Resize.Mode.NEAREST), x);
    assertEquals(
        "third: ONNX has scales in float32, and none near 0.3333333333333333 takes 3x6x8 to 3x2x2"
            + " by the same pixels",
        refusal(model(List.of(x), third)));
  }

  @Test
  void oneNameForTwoThingsIsRefused() {
    Node x = Scope.root().input("x", new Shape(3, 5, 7));
    Node conv = Scope.root().node("conv", Op.Conv2d.pointwise(3), x);
    Node clash = Scope.root().node("conv.weight", new Op.Add(), conv, x);
    assertEquals(
        "conv.weight: ONNX has one name for one thing, found two",
        refusal(model(List.of(x), clash)));
  }

  private String refusal(Model model) {
    Path file = folder.resolve("refused.onnx");
    String message =
        assertThrows(IllegalArgumentException.class, () -> Onnx.write(file, model, Map.of()))
            .getMessage();
    assertEquals(false, Files.exists(file));
    return message;
  }
}
