package dev.riffle.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.graph.Model;
import dev.riffle.graph.Weights;
import dev.riffle.ncnn.Ncnn;
import dev.riffle.onnx.Onnx;
import dev.riffle.onnx.read.OnnxReader;
import dev.riffle.rewrite.FoldBatchNorm;
import dev.riffle.testing.Shared;
import dev.riffle.weights.Safetensors;
import dev.riffle.weights.StateDict;
import dev.riffle.weights.file.CheckpointException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of other programs as weights of named models. */
class WeightFileTest {
  @TempDir Path folder;

  private static Model read(String file, String model) throws IOException {
    return WeightFile.read(Shared.path(file), Zoo.read(model, List.of()));
  }

  // Each array's numbers once, in an order that does not depend on names.
  private static TreeSet<float[]> arrays(Weights weights) {
    TreeSet<float[]> arrays = new TreeSet<>(Arrays::compare);
    weights.tensors().values().forEach(tensor -> arrays.add(tensor.data()));
    return arrays;
  }

  /** Folded again, the model has the file's very numbers. */
  @ParameterizedTest
  @CsvSource({
    "weights/nanodet_m_320.onnx, nanodet-m_320",
    "weights/nanodet_m_320.onnx, nanodet-m_416",
    "weights/nanodet_m_0.5x.onnx, nanodet-m-0.5x_320",
    "weights/shufflenet-v2-12-qdq.onnx, shufflenetv2-1.0x"
  })
  void onnxFilesFitTheirModels(String file, String name) throws IOException {
    Model model = FoldBatchNorm.apply(read(file, name));
    Model theirs = OnnxReader.read(Shared.path(file)).model();
    assertTrue(arrays(model.weights()).equals(arrays(theirs.weights())));
  }

  @Test
  void ncnnFilesFitTheirModels() throws IOException {
    String file = "weights/nanodet-plus-m_320.param";
    Model model = FoldBatchNorm.apply(read(file, "nanodet-plus-m_320"));
    Model theirs = Ncnn.read(Shared.path(file), model.graph().inputs().get(0).shape());
    assertTrue(arrays(model.weights()).equals(arrays(theirs.weights())));
  }

  /** The published export has folded the published checkpoint, in other arithmetic. */
  @Test
  void theExportHasTheCheckpointsNumbers() throws IOException {
    Weights onnx = folded("weights/nanodet_m_320.onnx");
    Weights checkpoint = folded("weights/nanodet_m.ckpt");
    assertEquals(checkpoint.names(), onnx.names());
    for (String name : checkpoint.names()) {
      float[] expected = checkpoint.get(name).data();
      float[] found = onnx.get(name).data();
      for (int i = 0; i < expected.length; i++) {
        assertEquals(expected[i], found[i], 1e-5f * Math.max(1, Math.abs(expected[i])), name);
      }
    }
  }

  private static Weights folded(String file) throws IOException {
    return FoldBatchNorm.apply(read(file, "nanodet-m_320")).weights();
  }

  /** Names and arrays as others recovered them, identity BatchNorms included. */
  @Test
  void theQuantisedClassifierIsTheRecoveredOne() throws IOException {
    Weights ours = read("weights/shufflenet-v2-12-qdq.onnx", "shufflenetv2-1.0x").weights();
    StateDict theirs =
        Safetensors.read(
            Shared.path("fixtures/imagenet/shufflenet_v2_x1_0_imagenet_dequantised.safetensors"));
    for (String name : ours.names()) {
      assertArrayEquals(theirs.get(name).toTensor().data(), ours.get(name).data(), name);
    }
  }

  @Test
  void batchNormsThatAreThereStay() throws IOException {
    Experiment experiment = Zoo.read("shufflenetv2-0.5x", List.of("head.classes=10"));
    Path onnx =
        Shared.path(
            "fixtures/torchvision/shufflenet_v2_x0_5_10class_opset13_dynamic_batch_bn.onnx");
    Weights ours = WeightFile.read(onnx, experiment).weights();
    Weights theirs =
        WeightFile.read(
                Shared.path("fixtures/torchvision/shufflenet_v2_x0_5_10class.pth"), experiment)
            .weights();
    assertEquals(theirs.names(), ours.names());
    for (String name : theirs.names()) {
      assertArrayEquals(theirs.get(name).data(), ours.get(name).data(), name);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "nanodet-m_320", "nanodet-plus-m_320", "shufflenetv2-0.5x", "shufflenetv2-1.0x-megvii",
    "shufflenetv1-0.5x-g3", "shufflenetv2plus-small", "oneshot", "detnas-coco-fpn-300m",
    "mobilenetv1-0.25-224", "mobilenetv2-0.35", "nanodet-t_320", "gfl-shufflenetv2-1.0x_320"
  })
  void whatWasWrittenFoldedComesBack(String name) throws IOException {
    Experiment experiment = Zoo.read(name, List.of());
    Model model =
        FoldBatchNorm.apply(new Model(experiment.graph(), Weights.random(experiment.graph(), 9)));
    Path file = folder.resolve("a.onnx");
    Onnx.write(file, model, Map.of());
    Weights again = FoldBatchNorm.apply(WeightFile.read(file, experiment)).weights();
    assertEquals(model.weights().names(), again.names());
    for (String array : again.names()) {
      assertArrayEquals(model.weights().get(array).data(), again.get(array).data(), array);
    }
  }

  @Test
  void anotherModelsFileIsRefused() {
    Path file = Shared.path("weights/nanodet_m_0.5x.onnx");
    String message =
        assertThrows(
                CheckpointException.class,
                () -> WeightFile.read(file, Zoo.read("nanodet-m_320", List.of())))
            .getMessage();
    assertEquals(
        file
            + " does not fit nanodet-m_320: nothing in it does what backbone.stage2.0.branch1.3"
            + " 58x40x40 = BatchNorm[epsilon=1.0E-5][backbone.stage2.0.branch1.2] does",
        message);
  }
}
