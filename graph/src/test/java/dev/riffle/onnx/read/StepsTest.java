package dev.riffle.onnx.read;

import static dev.riffle.onnx.OnnxFiles.floats;
import static dev.riffle.onnx.OnnxFiles.integers;
import static dev.riffle.onnx.OnnxFiles.step;
import static dev.riffle.onnx.OnnxFiles.with;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.graph.Shape;
import dev.riffle.graph.Tensor;
import dev.riffle.onnx.OnnxFiles;
import dev.riffle.onnx.OnnxRuntime;
import dev.riffle.onnx.proto.Message;
import dev.riffle.onnx.proto.Schema;
import dev.riffle.run.Session;
import dev.riffle.run.reference.ReferenceExecutor;
import dev.riffle.weights.file.CheckpointException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Steps as other exporters write them, run as ONNX Runtime runs them. */
class StepsTest {
  private static final Shape SHAPE = new Shape(6, 4, 5);
  private static final Message FACTORS =
      floats("norm.weight", new float[] {1, -2, 3, 0.5f, 5, 6}, 6, 1, 1);
  private static final Message SHIFTS =
      floats("norm.bias", new float[] {6, 5, -4, 3, 2, 1}, 6, 1, 1);

  private static final List<Message> ARRAYS =
      List.of(
          FACTORS, SHIFTS, floats("epsilon", new float[] {1e-6f}), floats("two", new float[] {2}));

  @TempDir private Path folder;

  private Path file(int opset, List<Message> arrays, List<Message> steps) throws IOException {
    return OnnxFiles.write(
        folder.resolve("made.onnx"),
        opset,
        new long[] {2, SHAPE.channels(), SHAPE.height(), SHAPE.width()},
        arrays,
        steps.toArray(Message[]::new));
  }

  // What is read, behind the input; it yields what ONNX Runtime makes of the file.
  private static List<Node> read(Path file) throws IOException {
    Model model = OnnxReader.read(file).model();
    Tensor batch = Tensor.random(2, SHAPE, 3);
    Tensor expected = OnnxRuntime.run(file, batch).get(0);
    try (Session session = new ReferenceExecutor().open(model)) {
      assertArrayEquals(expected.data(), session.run(List.of(batch)).get(0).data(), 1e-4f);
    }
    List<Node> nodes = model.graph().nodes();
    return nodes.subList(1, nodes.size());
  }

  private static String refusal(Path file) {
    String message =
        assertThrows(CheckpointException.class, () -> OnnxReader.read(file)).getMessage();
    assertEquals(1, message.lines().count());
    return message.substring(file.toString().length() + 2);
  }

  /** A map of many channels takes a number in the file, the numbers of its norm far more. */
  @Test
  void normsOfMoreChannelsThanTheFileCouldHoldAreRefused() throws IOException {
    for (float factor : new float[] {1, 2}) {
      List<Message> arrays =
          List.of(floats("factor", new float[] {factor}, 1), floats("shift", new float[1], 1));
      Message norm = step("GroupNormalization", "y", "x", "factor", "shift");
      Path path =
          OnnxFiles.write(
              folder.resolve("made.onnx"),
              18,
              new long[] {1, 1 << 30, 1, 1},
              arrays,
              with(norm, "num_groups", 1L));
      assertTrue(
          refusal(path).endsWith("bytes asks for more than 16 times its size"), refusal(path));
    }
  }

  private static List<Message> followed(List<Message> norm, String normal) {
    List<Message> steps = new ArrayList<>(norm);
    steps.add(step("Mul", "scaled", normal, "norm.weight"));
    steps.add(step("Add", "y", "scaled", "norm.bias"));
    return steps;
  }

  /** As PyTorch writes them: groups taken for channels. */
  @Test
  void groupsAsChannelsAreAGroupNorm() throws IOException {
    List<Message> arrays =
        List.of(
            FACTORS,
            SHIFTS,
            floats("ones", new float[] {1, 1, 1}, 3),
            floats("zeros", new float[3], 3),
            integers("groups", 0, 3, -1),
            integers("whole", 2, 6, 4, 5));
    List<Message> norm =
        List.of(
            step("Reshape", "table", "x", "groups"),
            step("InstanceNormalization", "normal", "table", "ones", "zeros"),
            step("Reshape", "back", "normal", "whole"));
    List<Node> nodes = read(file(13, arrays, followed(norm, "back")));
    assertEquals(List.of(new Op.GroupNorm(3, 1e-5)), nodes.stream().map(Node::op).toList());
    assertEquals("norm", nodes.get(0).name());
  }

  @Test
  void normsOfEachChannelAreGroupNorms() throws IOException {
    List<Message> arrays =
        List.of(
            floats("a.weight", new float[] {1, -2, 3, 0.5f, 5, 6}, 6),
            floats("a.bias", new float[] {6, 5, -4, 3, 2, 1}, 6));
    List<Node> nodes =
        read(
            file(
                13,
                arrays,
                List.of(step("InstanceNormalization", "y", "x", "a.weight", "a.bias"))));
    assertEquals(new Op.GroupNorm(6, 1e-5), nodes.get(0).op());
    assertEquals("a", nodes.get(0).name());
  }

  /** Its numbers are a group's each before version 21, a channel's each from then on. */
  @Test
  void groupNormsOfTheirOwnAreRead() throws IOException {
    float[] factors = {1, -2, 3, 0.5f, 5, 6};
    float[] shifts = {6, 5, -4, 3, 2, 1};
    for (int count : new int[] {2, 6}) {
      List<Message> arrays =
          List.of(
              floats("a.weight", Arrays.copyOf(factors, count), count),
              floats("a.bias", Arrays.copyOf(shifts, count), count));
      Message norm =
          with(step("GroupNormalization", "y", "x", "a.weight", "a.bias"), "num_groups", 2L);
      List<Node> nodes = read(file(count == 2 ? 18 : 21, arrays, List.of(norm)));
      assertEquals(new Op.GroupNorm(2, 1e-5), nodes.get(0).op());
    }
  }

  // The square may be a product or a power.
  private static List<Message> byFormula(Message square) {
    return List.of(
        with(step("ReduceMean", "mean", "x"), "axes", new long[] {1}),
        step("Sub", "centred", "x", "mean"),
        square,
        with(step("ReduceMean", "variance", "squares"), "axes", new long[] {1}),
        step("Add", "above", "variance", "epsilon"),
        step("Sqrt", "deviation", "above"),
        step("Div", "normal", "centred", "deviation"));
  }

  @Test
  void theFormulaIsALayerNorm() throws IOException {
    for (Message square :
        List.of(
            step("Mul", "squares", "centred", "centred"),
            step("Pow", "squares", "centred", "two"))) {
      List<Node> nodes = read(file(13, ARRAYS, followed(byFormula(square), "normal")));
      assertEquals(List.of(new Op.LayerNorm(1e-6)), nodes.stream().map(Node::op).toList());
      assertEquals("norm", nodes.get(0).name());
    }
  }

  @Test
  void aNormMayLackFactorsAndShifts() throws IOException {
    List<Message> formula = byFormula(step("Mul", "squares", "centred", "centred"));
    List<Message> bare = new ArrayList<>(formula);
    bare.add(step("Relu", "y", "normal"));
    assertEquals(new Op.LayerNorm(1e-6), read(file(13, ARRAYS, bare)).get(0).op());
    List<Message> scaled = new ArrayList<>(formula);
    scaled.add(step("Mul", "y", "norm.weight", "normal"));
    assertEquals(1, read(file(13, ARRAYS, scaled)).size());
    List<Message> shifted = new ArrayList<>(formula);
    shifted.add(step("Add", "y", "normal", "norm.bias"));
    assertEquals(1, read(file(13, ARRAYS, shifted)).size());
  }

  @Test
  void halfANormIsRefused() throws IOException {
    List<Message> formula = byFormula(step("Mul", "squares", "centred", "mean"));
    assertEquals(
        "Mul \"squares\": expected a step towards a layer normalisation of x times itself, found it"
            + " times a step towards a layer normalisation of x",
        refusal(file(13, ARRAYS, formula)));
    List<Message> begun = List.of(formula.get(0), step("Relu", "y", "mean"));
    assertEquals(
        "Relu \"y\": input 0: expected what the network computes, found a step towards a layer"
            + " normalisation of x",
        refusal(file(13, ARRAYS, begun)));
    List<Message> left = List.of(with(step("ReduceMean", "y", "x"), "axes", new long[] {1}));
    assertEquals(
        "output \"y\": is a step towards a layer normalisation, not one",
        refusal(file(13, ARRAYS, left)));
    assertEquals(
        "Sub \"y\": input 1: expected the MEAN of a layer normalisation over channels, found x"
            + " 6x4x5",
        refusal(file(13, ARRAYS, List.of(step("Sub", "y", "x", "x")))));
    assertEquals(
        "InstanceNormalization \"y\": expected 1 groups of channels in their"
            + " order, found 6x4x5",
        refusal(
            file(
                13,
                List.of(floats("one", new float[] {1}, 1)),
                List.of(step("InstanceNormalization", "y", "x", "one", "one")))));
  }

  @Test
  void embeddingsOfPlacesAreRead() throws IOException {
    Tensor numbers = Tensor.random(1, SHAPE, 8);
    Message embed = floats("embed", numbers.data(), 1, 6, 4, 5);
    List<Node> nodes = read(file(13, List.of(embed), List.of(step("Add", "y", "x", "embed"))));
    assertEquals(List.of(new Op.PositionEmbedding()), nodes.stream().map(Node::op).toList());
    assertEquals(
        "Add \"y\": expected a bias of a linear layer, shifts of a norm or an embedding of"
            + " places, found float32[6, 1, 1] added to x",
        refusal(file(13, List.of(SHIFTS), List.of(step("Add", "y", "x", "norm.bias")))));
  }

  /** 2 / 98 · 98 is less than 2 in doubles. */
  @Test
  void sizesThatAFactorMissesAreKept() throws IOException {
    Message resize = with(step("Resize", "y", "x", "", "", "sizes"), "mode", "nearest");
    with(resize, "coordinate_transformation_mode", "asymmetric");
    with(resize, "nearest_mode", "floor");
    with(resize, "keep_aspect_ratio_policy", "stretch");
    Path file =
        OnnxFiles.write(
            folder.resolve("made.onnx"),
            18,
            new long[] {1, 1, 98, 98},
            List.of(integers("sizes", 1, 1, 2, 2)),
            resize);
    Graph graph = OnnxReader.read(file).model().graph();
    assertEquals(new Shape(1, 2, 2), graph.outputs().get(0).shape());
  }

  /** ONNX has a longer name for its own ops too. */
  @Test
  void onnxsOwnOpsMayBeSaidToBeThose() throws IOException {
    Message graph =
        new Message()
            .message(Schema.Graph.NODE, step("Relu", "y", "x").text(Schema.Node.DOMAIN, "ai.onnx"))
            .message(Schema.Graph.INPUT, OnnxFiles.value("x", 2, 6, 4, 5))
            .message(Schema.Graph.OUTPUT, OnnxFiles.value("y"));
    Path file = OnnxFiles.write(folder.resolve("made.onnx"), 13, "ai.onnx", graph);
    assertEquals(Op.Activate.RELU, OnnxReader.read(file).model().graph().outputs().get(0).op());
  }
}
