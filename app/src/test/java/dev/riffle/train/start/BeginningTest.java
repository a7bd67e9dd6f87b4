package dev.riffle.train.start;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.experiment.Experiment;
import dev.riffle.experiment.Zoo;
import dev.riffle.graph.Model;
import dev.riffle.graph.Tensor;
import dev.riffle.graph.Weights;
import dev.riffle.store.WeightStore;
import dev.riffle.weights.Safetensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BeginningTest {
  @TempDir private Path folder;

  private Beginning begin(String model, String... changes) throws IOException {
    List<String> all = new ArrayList<>();
    all.add(
        "schedule={\"epochs\": 1, \"batchSize\": 2, \"optimizer\": {\"type\": \"Sgd\", \"learningRate\": 1}}");
    all.addAll(List.of(changes));
    Experiment experiment = Zoo.read(model, all);
    WeightStore store =
        new WeightStore(
            Map.of("RIFFLE_WEIGHTS", folder.toString(), "HOME", folder.toString()), true);
    return Beginning.of(
        experiment,
        experiment.graph(),
        experiment.schedule().orElseThrow(),
        new Beginning.Sources(store, (file, bytes, total) -> {}));
  }

  private static float[] numbers(Model model, String name) {
    return model.weights().get(name).data();
  }

  private static double deviation(Model model, String name) {
    double sum = 0;
    for (float number : numbers(model, name)) {
      sum += number * number;
    }
    return Math.sqrt(sum / numbers(model, name).length);
  }

  /** NanoDet's: of the first convolution 0.01, of others 1 / channels, Xavier's in the neck. */
  @Test
  void aDetectorStartsAsNanoDetDoes() throws IOException {
    Beginning beginning = begin("nanodet-m_320", "schedule.seed=5");
    Model model = beginning.model();
    assertEquals("numbers drawn from seed 5", beginning.report());
    assertEquals(0.01, deviation(model, "backbone.conv1.0.weight"), 0.001);
    assertEquals(1.0 / 58, deviation(model, "backbone.stage2.1.branch2.0.weight"), 0.001);
    assertEquals(1, deviation(model, "backbone.stage2.1.branch2.3.weight"), 0.1); // depthwise
    assertEquals(1e-4f, numbers(model, "backbone.conv1.1.bias")[0]);
    assertEquals(1, numbers(model, "backbone.conv1.1.weight")[0]);
    assertEquals(1, numbers(model, "backbone.conv1.1.running_var")[0]);
    double edge = Math.sqrt(6.0 / (116 + 96));
    assertEquals(
        edge / Math.sqrt(3), deviation(model, "fpn.lateral_convs.0.conv.weight"), 0.02 * edge);
    assertEquals(0, deviation(model, "fpn.lateral_convs.0.conv.bias"));
    assertEquals(0.01, deviation(model, "head.gfl_cls.0.weight"), 0.0005);
    assertEquals(-4.595f, numbers(model, "head.gfl_cls.2.bias")[0]);
    assertEquals(0.01, deviation(model, "head.cls_convs.0.0.pointwise.weight"), 0.0005);
  }

  /** NanoDet-t's: 0.02 where tokens are mixed, but PyTorch's own where they are told apart. */
  @Test
  void aTransformerStartsAsNanoDetsDoes() throws IOException {
    Model model = begin("nanodet-t_320").model();
    assertEquals(0.02, deviation(model, "fpn.pos_embed"), 0.0005);
    String encoder = "fpn.transformer.encoders.0.";
    assertEquals(0.02, deviation(model, encoder + "mlp.fc1.weight"), 0.0005);
    assertEquals(0.02, deviation(model, encoder + "attn.out_proj.weight"), 0.0005);
    double edge = Math.sqrt(6.0 / (128 + 3 * 128));
    assertEquals(
        edge / Math.sqrt(3), deviation(model, encoder + "attn.in_proj_weight"), 0.02 * edge);
    assertEquals(0, deviation(model, encoder + "attn.in_proj_bias"));
    assertEquals(1, numbers(model, encoder + "norm1.weight")[0]);
    assertEquals(0.01, deviation(model, "fpn.lateral_convs.0.conv.weight"), 0.0005);
    assertEquals(0.01, deviation(model, "fpn.transformer.conv.conv.weight"), 0.0005);
  }

  /** PyTorch's default for torchvision's variant, megvii's own for the other. */
  @Test
  void classifiersStartAsTheirPublishersDo() throws IOException {
    Model torchvision = begin("shufflenetv2-0.5x").model();
    assertEquals(1 / Math.sqrt(1024) / Math.sqrt(3), deviation(torchvision, "fc.weight"), 0.0005);
    assertEquals(1 / Math.sqrt(27) / Math.sqrt(3), deviation(torchvision, "conv1.0.weight"), 0.01);
    assertEquals(0, numbers(torchvision, "conv1.1.bias")[0]);
    Model megvii = begin("shufflenetv2-0.5x-megvii").model();
    assertEquals(0.01, deviation(megvii, "classifier.0.weight"), 0.0005);
    assertEquals(0.01, deviation(megvii, "first_conv.0.weight"), 0.001);
    assertEquals(1.0 / 192, deviation(megvii, "conv_last.0.weight"), 0.0005);
  }

  @Test
  void theSeedDecidesAllOfIt() throws IOException {
    float[] one = numbers(begin("nanodet-m-0.5x_320").model(), "backbone.conv1.0.weight");
    float[] same = numbers(begin("nanodet-m-0.5x_320").model(), "backbone.conv1.0.weight");
    float[] other =
        numbers(begin("nanodet-m-0.5x_320", "schedule.seed=1").model(), "backbone.conv1.0.weight");
    assertArrayEquals(one, same);
    assertFalse(Arrays.equals(one, other));
  }

  private Weights published(String model) throws IOException {
    Weights weights = Weights.random(Zoo.read(model, List.of()).graph(), 8);
    Safetensors.write(folder.resolve(model + ".safetensors"), weights.tensors(), Map.of());
    return weights;
  }

  @Test
  void weightsAreTakenByFileOrByTheModelsName() throws IOException {
    Weights weights = published("nanodet-m-0.5x_320");
    Path file = folder.resolve("nanodet-m-0.5x_320.safetensors");
    for (String source : List.of("nanodet-m-0.5x_320", file.toString())) {
      Beginning beginning = begin("nanodet-m-0.5x_320", "schedule.start.weights=\"" + source + '"');
      assertEquals("weights of " + file, beginning.report());
      weights
          .tensors()
          .forEach(
              (name, tensor) ->
                  assertArrayEquals(tensor.data(), numbers(beginning.model(), name), name));
    }
  }

  /** 80 classes become 3: their rows are drawn, those of the distances stay, all else too. */
  @Test
  void newClassesLeaveAllElseAsItWas() throws IOException {
    Weights weights = published("nanodet-m-0.5x_320");
    Beginning beginning =
        begin(
            "nanodet-m-0.5x_320",
            "head.classes=3",
            "categories=null",
            "schedule.start={\"weights\": \"nanodet-m-0.5x_320\", \"newClasses\": true}");
    assertTrue(
        beginning
            .report()
            .endsWith(
                "; anew for 3 classes in place of 80: head.gfl_cls.0.weight, head.gfl_cls.0.bias,"
                    + " head.gfl_cls.1.weight, head.gfl_cls.1.bias, head.gfl_cls.2.weight,"
                    + " head.gfl_cls.2.bias"),
        beginning.report());
    Model model = beginning.model();
    for (Map.Entry<String, Tensor> each : weights.tensors().entrySet()) {
      float[] from = each.getValue().data();
      float[] to = numbers(model, each.getKey());
      if (each.getKey().startsWith("head.gfl_cls")) {
        int row = from.length / 112;
        assertArrayEquals(
            Arrays.copyOfRange(from, 80 * row, 112 * row),
            Arrays.copyOfRange(to, 3 * row, 35 * row),
            each.getKey());
      } else {
        assertArrayEquals(from, to, each.getKey());
      }
    }
    assertEquals(-4.595f, numbers(model, "head.gfl_cls.1.bias")[2]);
    assertTrue(Math.abs(numbers(model, "head.gfl_cls.1.weight")[0]) < 0.06);
  }

  @Test
  void aListOfClassesThatDoesNotFitIsRefusedWithTheWayOut() throws IOException {
    published("nanodet-m-0.5x_320");
    String message =
        assertThrows(
                IOException.class,
                () ->
                    begin(
                        "nanodet-m-0.5x_320",
                        "head.classes=3",
                        "categories=null",
                        "schedule.start.weights=nanodet-m-0.5x_320"))
            .getMessage();
    assertTrue(
        message.contains("head.gfl_cls.0.weight: expected [35, 96, 1, 1], found [112, 96, 1, 1]"),
        message);
    assertTrue(message.endsWith("schedule.start.newClasses=true takes the rest"), message);
  }

  @Test
  void anotherNetworksWeightsAreRefusedEvenWithNewClasses() throws IOException {
    published("shufflenetv2-0.5x");
    String message =
        assertThrows(
                IOException.class,
                () ->
                    begin(
                        "shufflenetv2-1.0x",
                        "head.classes=3",
                        "schedule.start={\"weights\": \"shufflenetv2-0.5x\", \"newClasses\": true}"))
            .getMessage();
    assertTrue(message.contains("of another shape"), message);
  }
}
