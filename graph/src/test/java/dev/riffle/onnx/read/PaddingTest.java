package dev.riffle.onnx.read;

import static dev.riffle.onnx.OnnxFiles.floats;
import static dev.riffle.onnx.OnnxFiles.integers;
import static dev.riffle.onnx.OnnxFiles.step;
import static dev.riffle.onnx.OnnxFiles.with;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.graph.Model;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.graph.Op.Pad.Rule;
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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pads of files, read and run as ONNX Runtime runs them. */
class PaddingTest {
  private static final Shape SHAPE = new Shape(2, 8, 9);

  @TempDir private Path folder;

  // A file of some steps on a map x, with arrays for them; the last one yields y.
  private Path file(int opset, List<Message> arrays, Message... steps) throws IOException {
    long[] x = {2, SHAPE.channels(), SHAPE.height(), SHAPE.width()};
    return OnnxFiles.write(folder.resolve("made.onnx"), opset, x, arrays, steps);
  }

  private static Message window(String op, String output, String input, int kernel, int stride) {
    Message step = with(step(op, output, input), "kernel_shape", kernel, kernel);
    return with(step, "strides", stride, stride);
  }

  private static Message conv(String input, int kernel, int stride, int padding) {
    Message step = window("Conv", "y", input, kernel, stride).text(Schema.Node.INPUT, "weight");
    return with(step, "pads", padding, padding, padding, padding);
  }

  private static Message weight(int kernel) {
    Shape numbers = new Shape(SHAPE.channels(), kernel, kernel);
    return floats(
        "weight", Tensor.random(3, numbers, 5).data(), 3, SHAPE.channels(), kernel, kernel);
  }

  private static Message pads(int top, int left, int bottom, int right) {
    return integers("pads", 0, 0, top, left, 0, 0, bottom, right);
  }

  private static Message pad(String input) {
    return step("Pad", "p", input, "pads");
  }

  // The ops of what is read, behind the input; it yields what ONNX Runtime makes of the file.
  private static List<Op> read(Path file) throws IOException {
    Model model = OnnxReader.read(file).model();
    Tensor batch = Tensor.random(2, SHAPE, 3);
    Tensor expected = OnnxRuntime.run(file, batch).get(0);
    try (Session session = new ReferenceExecutor().open(model)) {
      Tensor found = session.run(List.of(batch)).get(0);
      assertArrayEquals(expected.shape(), found.shape());
      assertArrayEquals(expected.data(), found.data(), 1e-4f);
    }
    return model.graph().nodes().stream().skip(1).map(Node::op).toList();
  }

  @Test
  void evenZerosBecomeAConvolutionsOwn() throws IOException {
    assertEquals(
        List.of(new Op.Conv2d(3, 3, 2, 1, 1, false)),
        read(file(13, List.of(pads(1, 1, 1, 1), weight(3)), pad("x"), conv("p", 3, 2, 0))));
    assertEquals(
        List.of(new Op.Conv2d(3, 3, 1, 3, 1, false)),
        read(file(13, List.of(pads(2, 2, 2, 2), weight(3)), pad("x"), conv("p", 3, 1, 1))));
    assertEquals(
        List.of(new Op.Conv2d(3, 3, 1, 0, 1, false)),
        read(file(13, List.of(pads(0, 0, 0, 0), weight(3)), pad("x"), conv("p", 3, 1, 0))));
  }

  /** Of 8 rows a window of 3 and stride 2 needs one more below, of 9 columns one on both sides. */
  @Test
  void zerosOfAWindowFollowItsRule() throws IOException {
    Path same = file(13, List.of(pads(0, 1, 1, 1), weight(3)), pad("x"), conv("p", 3, 2, 0));
    assertEquals(
        List.of(new Op.Pad(Rule.SAME, 3, 2), new Op.Conv2d(3, 3, 2, 0, 1, false)), read(same));
    Shape larger = new Shape(2, 11, 14);
    assertEquals(
        new Shape(3, 6, 7),
        OnnxReader.read(same).model().at(larger).graph().outputs().get(0).shape());
    assertEquals(
        List.of(new Op.Pad(Rule.CEILING, 3, 2), new Op.MaxPool(3, 2, 0)),
        read(file(13, List.of(pads(0, 0, 1, 0)), pad("x"), window("MaxPool", "y", "p", 3, 2))));
  }

  @Test
  void otherZerosAreAStepOfTheirOwn() throws IOException {
    assertEquals(
        List.of(new Op.Pad(Rule.SAME, 2, 1), new Op.Conv2d(3, 5, 1, 0, 1, false)),
        read(file(13, List.of(pads(0, 0, 1, 1), weight(5)), pad("x"), conv("p", 5, 1, 0))));
    assertEquals(
        List.of(new Op.Pad(Rule.SAME, 4, 1), new Op.Conv2d(3, 3, 1, 1, 1, false)),
        read(file(13, List.of(pads(1, 1, 2, 2), weight(3)), pad("x"), conv("p", 3, 1, 1))));
    assertEquals(
        List.of(new Op.Pad(Rule.SAME, 3, 1), Op.Activate.RELU),
        read(file(13, List.of(pads(1, 1, 1, 1)), pad("x"), step("Relu", "y", "p"))));
    assertEquals(
        List.of(new Op.Pad(Rule.SAME, 3, 1)),
        read(file(13, List.of(pads(1, 1, 1, 1)), step("Pad", "y", "x", "pads"))));
  }

  /** Zeros are more than what is negative; padding is not. */
  @Test
  void zerosBecomeAMaximumsOwnWhereNothingIsNegative() throws IOException {
    List<Message> arrays = List.of(pads(1, 1, 1, 1));
    assertEquals(
        List.of(Op.Activate.RELU, new Op.MaxPool(3, 2, 1)),
        read(
            file(13, arrays, step("Relu", "r", "x"), pad("r"), window("MaxPool", "y", "p", 3, 2))));
    assertEquals(2, read(file(13, arrays, pad("x"), window("MaxPool", "y", "p", 3, 2))).size());
  }

  @Test
  void zerosCountInAMean() throws IOException {
    assertEquals(
        List.of(new Op.AvgPool(3, 2, 1)),
        read(file(13, List.of(pads(1, 1, 1, 1)), pad("x"), window("AveragePool", "y", "p", 3, 2))));
    assertEquals(
        2,
        read(file(13, List.of(pads(2, 2, 2, 2)), pad("x"), window("AveragePool", "y", "p", 3, 2)))
            .size());
  }

  @Test
  void whatReadsAPadMayDo() throws IOException {
    List<Op> ops =
        read(
            file(
                13,
                List.of(pads(1, 1, 1, 1)),
                pad("x"),
                window("AveragePool", "a", "p", 3, 1),
                window("MaxPool", "m", "p", 3, 1),
                step("Add", "y", "a", "m")));
    assertTrue(ops.contains(new Op.AvgPool(3, 1, 1)), ops.toString());
    assertTrue(ops.contains(new Op.MaxPool(3, 1, 0)), ops.toString());
  }

  @Test
  void youngerPadsMayNameTheirAxes() throws IOException {
    List<Message> arrays =
        List.of(
            integers("pads", 1, 2, 1, 2),
            floats("zero", new float[1]),
            integers("axes", -1, 2),
            weight(3));
    Path file = file(18, arrays, step("Pad", "p", "x", "pads", "zero", "axes"), conv("p", 3, 1, 0));
    String message = refusal(file);
    assertTrue(message.contains("found [2, 1, 2, 1] (top, left, bottom, right)"), message);
    List<Message> even =
        List.of(integers("pads", 1, 1, 1, 1), arrays.get(1), arrays.get(2), arrays.get(3));
    assertEquals(
        List.of(new Op.Conv2d(3, 3, 1, 1, 1, false)),
        read(file(18, even, step("Pad", "p", "x", "pads", "zero", "axes"), conv("p", 3, 1, 0))));
  }

  private static String refusal(Path file) {
    String message =
        assertThrows(CheckpointException.class, () -> OnnxReader.read(file)).getMessage();
    assertEquals(1, message.lines().count());
    assertTrue(message.startsWith(file + ": Pad \""), message);
    return message;
  }

  @Test
  void whatNoRuleGivesIsRefused() throws IOException {
    for (Message pads :
        List.of(pads(3, 0, 0, 0), pads(0, 0, 0, 100), pads(Integer.MAX_VALUE, 0, 1, 0))) {
      String message = refusal(file(13, List.of(pads), step("Pad", "y", "x", "pads")));
      assertTrue(message.contains("pads: expected as many zeros on all sides"), message);
    }
    for (List<Integer> pads :
        List.of(List.of(0, 0, -1, 0, 0, 0, 0, 0), List.of(0, 1, 0, 0, 0, 0, 0, 0))) {
      String message =
          refusal(
              file(
                  13,
                  List.of(integers("pads", pads.stream().mapToLong(i -> i).toArray())),
                  step("Pad", "y", "x", "pads")));
      assertTrue(message.contains("rows and columns and nothing else, found " + pads), message);
    }
    assertTrue(
        refusal(file(13, List.of(integers("pads", 1, 1)), step("Pad", "y", "x", "pads")))
            .contains("pads: expected two for each of the axes [0, 1, 2, 3], found [1, 1]"));
  }

  @Test
  void whatIsNotZeroIsRefused() throws IOException {
    assertTrue(
        refusal(
                file(
                    13,
                    List.of(pads(1, 1, 1, 1), floats("one", new float[] {1})),
                    step("Pad", "y", "x", "pads", "one")))
            .endsWith("constant_value: expected 0, found 1.0"));
    assertTrue(
        refusal(
                file(
                    13,
                    List.of(pads(1, 1, 1, 1)),
                    with(step("Pad", "y", "x", "pads"), "mode", "reflect")))
            .endsWith("mode: expected constant, found reflect"));
  }
}
