package dev.riffle.onnx.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.graph.Activation;
import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.graph.Tensor;
import dev.riffle.onnx.OnnxRuntime;
import dev.riffle.run.Session;
import dev.riffle.run.reference.ReferenceExecutor;
import dev.riffle.testing.Shared;
import dev.riffle.weights.Safetensors;
import dev.riffle.weights.StateDict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Published files, against ONNX Runtime, their own numbers, and what their makers computed. */
class OnnxReaderTest {

  private static Model read(String file) throws IOException {
    return OnnxReader.read(Shared.path(file)).model();
  }

  private static List<Tensor> run(Model model, Tensor input) {
    try (Session session = new ReferenceExecutor().open(model)) {
      return session.run(List.of(input));
    }
  }

  private static Map<String, Integer> ops(Graph graph) {
    Map<String, Integer> ops = new TreeMap<>();
    graph.nodes().forEach(n -> ops.merge(n.op().getClass().getSimpleName(), 1, Integer::sum));
    return ops;
  }

  /** Numbers counted, without us, over the arrays that the files' layers read. */
  @ParameterizedTest
  @CsvSource({
    "weights/nanodet_m_320.onnx, 941818",
    "weights/nanodet_m_0.5x.onnx, 266952",
    "weights/shufflenet-v2-12-qdq.onnx, 2270514",
    "fixtures/torchvision/shufflenet_v2_x0_5_100class_opset13.onnx, 440316"
  })
  void everyNumberIsThereOnce(String file, long numbers) throws IOException {
    assertEquals(numbers, read(file).graph().parameterCount());
  }

  @Test
  void listsOfSizesLeaveOnlyTheNetwork() throws IOException {
    Graph graph =
        read("fixtures/torchvision/shufflenet_v2_x0_5_10class_opset13_dynamic_batch_bn.onnx")
            .graph();
    assertEquals(
        "{Activate=37, BatchNorm=56, Concat=16, Conv2d=56, Input=1, Linear=1, MaxPool=1,"
            + " MeanPool=1, Shuffle=16, Slice=26}",
        ops(graph).toString());
    assertEquals("stage2.0.branch1.0", graph.parameters().get(5).name().replace(".weight", ""));
  }

  @ParameterizedTest
  @CsvSource({
    "shufflenet_v2_x0_5_100class_opset13, shufflenet_v2_x0_5_100class_reference",
    "shufflenet_v2_x0_5_10class_opset13_dynamic_batch_bn, shufflenet_v2_x0_5_10class_reference"
  })
  void torchvisionsExportsGiveTorchvisionsLogits(String file, String reference) throws IOException {
    StateDict expected =
        Safetensors.read(Shared.path("fixtures/torchvision/" + reference + ".safetensors"));
    Tensor found =
        run(read("fixtures/torchvision/" + file + ".onnx"), expected.get("input").toTensor())
            .get(0);
    assertArrayEquals(expected.get("logits").toTensor().data(), found.data(), 5e-5f);
  }

  /** The file's outputs are these maps as {@code [N, H·W, C]}; some are integrated before. */
  @ParameterizedTest
  @CsvSource({"nanodet_m_320.onnx, false", "nanodet_m_0.5x.onnx, true"})
  void detectorsGiveTheMapsBehindTheirLists(String name, boolean integrated) throws IOException {
    Path file = Shared.path("weights/" + name);
    Tensor picture = new Tensor(new float[3 * 320 * 320], 1, 3, 320, 320);
    Random random = new Random(4);
    for (int i = 0; i < picture.data().length; i++) {
      picture.data()[i] = (float) random.nextGaussian();
    }
    List<Tensor> expected = OnnxRuntime.run(file, picture);
    List<Tensor> found = run(OnnxReader.read(file).model(), picture);
    assertEquals(6, expected.size());
    assertEquals(6, found.size());
    for (int i = 0; i < 6; i++) {
      Tensor map = found.get(i);
      Tensor list = expected.get(i);
      int places = map.size(2) * map.size(3);
      int channels = map.size(1);
      assertEquals(i < 3 ? 80 : 32, channels);
      for (int place = 0; place < places; place++) {
        for (int c = 0; c < list.size(2); c++) {
          float number =
              i >= 3 && integrated
                  ? mean(map.data(), 8 * c * places + place, places)
                  : map.data()[c * places + place];
          float other = list.data()[place * list.size(2) + c];
          assertEquals(other, number, 1e-4f * Math.max(1, Math.abs(other)));
        }
      }
    }
  }

  // Σ k · softmax(logits)[k]
  private static float mean(float[] logits, int first, int step) {
    double sum = 0;
    double weighted = 0;
    for (int k = 0; k < 8; k++) {
      double weight = Math.exp(logits[first + k * step]);
      sum += weight;
      weighted += k * weight;
    }
    return (float) (weighted / sum);
  }

  /** Weights as recovered by others, and the logits of the float network that they stand for. */
  @Test
  void quantisedFilesAreTheirFloatNetwork() throws IOException {
    Model model = read("weights/shufflenet-v2-12-qdq.onnx");
    assertEquals(37, relus(model.graph())); // as torchvision's network has
    StateDict recovered =
        Safetensors.read(
            Shared.path("fixtures/imagenet/shufflenet_v2_x1_0_imagenet_dequantised.safetensors"));
    List<float[]> theirs =
        recovered.tensors().entrySet().stream()
            .filter(e -> e.getValue().shape().length > 1)
            .map(e -> e.getValue().toTensor().data())
            .toList();
    List<float[]> ours =
        model.weights().tensors().values().stream()
            .filter(tensor -> tensor.rank() > 1)
            .map(Tensor::data)
            .toList();
    assertEquals(theirs.size(), ours.size());
    for (float[] kernel : theirs) {
      assertTrue(ours.stream().anyMatch(other -> Arrays.equals(kernel, other)));
    }
    StateDict reference = Safetensors.read(Shared.path("fixtures/imagenet/reference.safetensors"));
    Tensor logits = run(model, firstCrop(reference)).get(0);
    float[] expected = reference.get("logits").toTensor().data();
    for (int i = 0; i < 1000; i++) {
      assertEquals(expected[i], logits.data()[i], 5e-4f);
    }
  }

  private static long relus(Graph graph) {
    return graph.nodes().stream()
        .map(Node::op)
        .filter(op -> op.equals(new Op.Activate(Activation.RELU)))
        .count();
  }

  private static Tensor firstCrop(StateDict reference) {
    float[] mean = {0.485f, 0.456f, 0.406f};
    float[] std = {0.229f, 0.224f, 0.225f};
    float[] pixels = reference.get("crops_rgb_u8_first10").toTensor().data(); // [picture][y][x][c]
    int plane = 224 * 224;
    float[] planes = new float[3 * plane];
    for (int i = 0; i < planes.length; i++) {
      int c = i / plane;
      planes[i] = (pixels[3 * (i % plane) + c] / 255 - mean[c]) / std[c];
    }
    return new Tensor(planes, 1, 3, 224, 224);
  }
}
