package dev.riffle.onnx.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Tensor;
import dev.riffle.run.Executor;
import dev.riffle.run.ReferenceExecutor;
import dev.riffle.run.Session;
import dev.riffle.testing.Shared;
import dev.riffle.weights.Safetensors;
import dev.riffle.weights.StateDict;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Published files, against what their own numbers and other programs say of them. */
class OnnxReaderTest {

  private static Model read(String file) throws IOException {
    return OnnxReader.read(Shared.path(file)).model();
  }

  private static List<Tensor> run(Model model, Tensor... inputs) {
    Executor executor = new ReferenceExecutor();
    try (Session session = executor.open(model)) {
      return session.run(List.of(inputs));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "weights/nanodet_m_320.onnx, 941818, 6",
    "weights/nanodet_m_0.5x.onnx, 266326, 6",
    "weights/shufflenet-v2-12-qdq.onnx, 2271788, 1",
    "fixtures/torchvision/shufflenet_v2_x0_5_100class_opset13.onnx, 440252, 1",
    "fixtures/torchvision/shufflenet_v2_x0_5_10class_opset13_dynamic_batch_bn.onnx, 352042, 1"
  })
  void publishedFilesAreRead(String file, long parameters, int outputs) throws IOException {
    Graph graph = read(file).graph();
    Map<String, Integer> ops = new TreeMap<>();
    graph.nodes().forEach(n -> ops.merge(n.op().getClass().getSimpleName(), 1, Integer::sum));
    System.out.println(file + " " + ops);
    assertEquals(parameters, graph.parameterCount());
    assertEquals(outputs, graph.outputs().size());
  }

  @ParameterizedTest
  @CsvSource({
    "shufflenet_v2_x0_5_100class_opset13, shufflenet_v2_x0_5_100class_reference",
    "shufflenet_v2_x0_5_10class_opset13_dynamic_batch_bn, shufflenet_v2_x0_5_10class_reference"
  })
  void torchvisionsExportsGiveTorchvisionsLogits(String file, String reference) throws IOException {
    StateDict expected =
        Safetensors.read(Shared.path("fixtures/torchvision/" + reference + ".safetensors"));
    Model model = read("fixtures/torchvision/" + file + ".onnx");
    Tensor found = run(model, expected.get("input").toTensor()).get(0);
    assertArrayEquals(expected.get("logits").toTensor().data(), found.data(), 1e-4f);
  }

  @Test
  void quantisedFilesAreTheirFloatNetwork() throws IOException {
    Model model = read("weights/shufflenet-v2-12-qdq.onnx");
    StateDict recovered =
        Safetensors.read(
            Shared.path("fixtures/imagenet/shufflenet_v2_x1_0_imagenet_dequantised.safetensors"));
    Tensor fc = recovered.get("fc.weight").toTensor();
    String last = model.graph().outputs().get(0).name();
    assertArrayEquals(fc.data(), model.weights().get(last + ".weight").data());
    assertTrue(model.graph().nodes().size() > 100);
  }
}
