package dev.riffle.onnx.read;

import static dev.riffle.onnx.OnnxFiles.step;
import static dev.riffle.onnx.OnnxFiles.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.graph.Activation;
import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.graph.Scope;
import dev.riffle.graph.Shape;
import dev.riffle.graph.Weights;
import dev.riffle.onnx.Onnx;
import dev.riffle.onnx.OnnxFiles;
import dev.riffle.onnx.proto.Message;
import dev.riffle.weights.file.CheckpointException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong with a file, or cannot be read, is told in one line. */
class DamagedOnnxTest {
  private static final Message SCALE = OnnxFiles.floats("scale", new float[] {0.5f});

  @TempDir Path folder;

  private byte[] whole() throws IOException {
    Node x = Scope.root().input("x", new Shape(4, 5, 5));
    Scope.Chain chain =
        Scope.root()
            .in("n")
            .chain(x)
            .then(
                Op.Conv2d.dense(4, 3, 2).withBias(),
                Op.BatchNorm.DEFAULT,
                new Op.Activate(Activation.HARD_SWISH),
                new Op.Shuffle(2),
                new Op.Slice(1, 3),
                new Op.Resize(2, Op.Resize.Mode.BILINEAR),
                new Op.MeanPool(),
                new Op.Linear(3, true));
    Graph graph = new Graph(List.of(x), List.of(chain.end()));
    Path file = folder.resolve("whole.onnx");
    Onnx.write(file, new Model(graph, Weights.random(graph, 1)), Map.of("a", "b"));
    return Files.readAllBytes(file);
  }

  private boolean survives(byte[] bytes, String what) throws IOException {
    Path path = Files.write(folder.resolve("damaged.onnx"), bytes);
    try {
      OnnxReader.read(path);
      return true;
    } catch (CheckpointException e) {
      assertEquals(1, e.getMessage().lines().count(), what);
      assertTrue(e.getMessage().startsWith(path + ": "), what);
      return false;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      throw new AssertionError(what + ": " + e, e);
    }
  }

  @Test
  void cutFilesAreRefused() throws IOException {
    byte[] whole = whole();
    assertTrue(survives(whole, "whole"));
    int read = 0;
    for (int length = 0; length < whole.length; length++) {
      read += survives(Arrays.copyOf(whole, length), "cut at " + length) ? 1 : 0;
    }
    // The metadata stands behind the graph; where it is cut off at a field's end, nothing shows.
    assertTrue(read <= 1, "read: " + read);
  }

  @Test
  void changedFilesAreReadOrRefused() throws IOException {
    byte[] whole = whole();
    Random random = new Random(7);
    int refused = 0;
    for (int round = 0; round < 6_000; round++) {
      byte[] damaged = whole.clone();
      for (int i = 0; i < 1 + random.nextInt(4); i++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      refused += survives(damaged, "round " + round) ? 0 : 1;
    }
    assertTrue(refused > 1_000, "only " + refused);
  }

  // A model of some steps on a map x of one channel; the last one yields y.
  private String refusal(Message... steps) throws IOException {
    return refusal(13, steps);
  }

  private String refusal(int opset, Message... steps) throws IOException {
    Path path = file(opset, steps);
    String message =
        assertThrows(CheckpointException.class, () -> OnnxReader.read(path)).getMessage();
    assertTrue(message.startsWith(path + ": "), message);
    assertEquals(1, message.lines().count());
    return message.substring(path.toString().length() + 2);
  }

  private Path file(int opset, Message... steps) throws IOException {
    long[] x = {1, 4, 8, 8};
    return OnnxFiles.write(folder.resolve("made.onnx"), opset, x, List.of(SCALE), steps);
  }

  @Test
  void unknownOpsAreNamedWithWhatIsAccepted() throws IOException {
    String message = refusal(step("Einsum", "y", "x"));
    assertTrue(
        message.startsWith(
            "Einsum \"y\": no such op can be read; accepted are Add, AveragePool, Batch"),
        message);
    assertTrue(message.endsWith("Squeeze, Sub, Transpose, Unsqueeze"), message);
  }

  @Test
  void settingsThatNoOpHasAreNamed() throws IOException {
    assertEquals(
        "MaxPool \"y\": kernel_shape: expected two alike, found [2, 3]",
        refusal(with(step("MaxPool", "y", "x"), "kernel_shape", 2, 3)));
    assertEquals(
        "MaxPool \"y\": pads: expected as much on all four sides, found [0, 0, 1, 1]",
        refusal(with(with(step("MaxPool", "y", "x"), "kernel_shape", 3, 3), "pads", 0, 0, 1, 1)));
    assertEquals(
        "MaxPool \"y\": dilations: expected [1, 1], found [2, 2]",
        refusal(with(with(step("MaxPool", "y", "x"), "kernel_shape", 2, 2), "dilations", 2, 2)));
    assertEquals(
        "Relu \"y\": nothing is known of an attribute alpha",
        refusal(with(step("Relu", "y", "x"), "alpha", 1)));
  }

  @Test
  void wiresThatLeadNowhereAreNamed() throws IOException {
    assertEquals(
        "Relu \"y\": nothing before it yields its input \"z\"", refusal(step("Relu", "y", "z")));
    assertEquals("output \"y\": nothing computes it", refusal(step("Relu", "z", "x")));
    assertEquals("Relu \"x\": its output \"x\" is there already", refusal(step("Relu", "x", "x")));
  }

  @Test
  void mapsTurnedAroundAreNoMaps() throws IOException {
    assertEquals(
        "MaxPool \"y\": input 0: expected a map [N, C, H, W], found one in another order"
            + " of numbers",
        refusal(
            with(step("Transpose", "t", "x"), "perm", 0, 1, 3, 2),
            with(step("MaxPool", "y", "t"), "kernel_shape", 2, 2)));
  }

  @Test
  void whatIsMadeOfOutputsDoesNotComeBackIntoTheNetwork() throws IOException {
    assertEquals(
        "MaxPool \"y\": input 0: expected what the network computes, found what is made of"
            + " the network's outputs",
        refusal(step("Softmax", "s", "x"), with(step("MaxPool", "y", "s"), "kernel_shape", 2, 2)));
  }

  @Test
  void oldAndFutureOpsAreRefused() throws IOException {
    assertEquals("expected ops of version 11 to 22, found 9", refusal(9, step("Relu", "y", "x")));
    assertEquals("expected ops of version 11 to 22, found 90", refusal(90, step("Relu", "y", "x")));
  }

  @Test
  void longChainsAreReadOrRefused() throws IOException {
    assertEquals("expected at most 5000 steps, found 5001", refusal(chain(5001)));
    Message[] longest = chain(5000);
    longest[4999] = step("Relu", "y", "4999");
    assertEquals(5001, OnnxReader.read(file(13, longest)).model().graph().nodes().size());
  }

  private static Message[] chain(int length) {
    Message[] steps = new Message[length];
    for (int i = 0; i < length; i++) {
      steps[i] = step("Relu", "" + (i + 1), i == 0 ? "x" : "" + i);
    }
    return steps;
  }

  /** Lists that double with each step would fill the memory in forty. */
  @Test
  void growingListsAreRefused() throws IOException {
    Message[] steps = new Message[41];
    steps[0] = step("Shape", "s0", "x");
    for (int i = 1; i < 41; i++) {
      steps[i] = with(step("Concat", "s" + i, "s" + (i - 1), "s" + (i - 1)), "axis", 0L);
    }
    assertEquals("Concat \"s9\": expected at most 1024 sizes, found 2048", refusal(steps));
  }

  /** Asking each of two addends anew would double the work with each sum. */
  @Test
  void sumsOfSumsTakeNoLonger() throws IOException {
    Message[] steps = new Message[61];
    for (int i = 0; i < 60; i++) {
      String x = i == 0 ? "x" : "s" + i;
      steps[i] = step("Add", "s" + (i + 1), x, x);
    }
    steps[60] = step("QuantizeLinear", "y", "s60", "scale");
    Graph graph = OnnxReader.read(file(13, steps)).model().graph();
    assertEquals(62, graph.nodes().size()); // and the ReLU that begins at zero
  }

  @Test
  void otherFilesAreRefused() throws IOException {
    for (String content : List.of("", "PK\u0003\u0004", "<html>", "\0\0\0\0", "version https")) {
      survives(content.getBytes(StandardCharsets.ISO_8859_1), content);
      assertTrue(!survives(content.getBytes(StandardCharsets.ISO_8859_1), content), content);
    }
  }
}
