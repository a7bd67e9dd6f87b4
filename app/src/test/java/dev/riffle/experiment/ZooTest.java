package dev.riffle.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.config.ConfigException;
import dev.riffle.cost.Cost;
import dev.riffle.cost.LayerCost;
import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Shape;
import dev.riffle.graph.Weights;
import dev.riffle.image.Picture;
import dev.riffle.image.crop.Crop;
import dev.riffle.image.crop.Resampling;
import dev.riffle.rewrite.FoldBatchNorm;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZooTest {

  /** Parameters and millions of multiply-adds as counted from the original definitions. */
  @ParameterizedTest
  @CsvSource({
    "nanodet-m_320, 950036, 342.22",
    "nanodet-m_416, 950036, 578.36",
    "nanodet-m-0.5x_320, 271056, 138.67",
    "nanodet-m-1.5x_320, 2065392, 696.25",
    "nanodet-m-1.5x_416, 2065392, 1176.66",
    "nanodet-plus-m_320, 1197924, 450.71",
    "nanodet-plus-m_416, 1197924, 762.09",
    "nanodet-plus-m-1.5x_320, 2477792, 879.20",
    "nanodet-plus-m-1.5x_416, 2477792, 1486.47",
    "shufflenetv2-0.5x, 1366792, 40.48",
    "shufflenetv2-1.0x, 2278604, 144.91",
    "shufflenetv2-1.5x, 3503624, 295.76",
    "shufflenetv2-2.0x, 7393996, 583.25",
    "shufflenetv2-1.0x-megvii, 2278760, 145.81",
    "shufflenetv1-0.5x-g3, 717324, 37.59",
    "shufflenetv1-2.0x-g8, 6521232, 521.94",
    "shufflenetv2plus-small, 5137116, 155.85",
    "oneshot, 3432579, 327.86",
    "detnas-coco-fpn-300m, 3533112, 321.22",
    "mobilenetv2-1.0, 3504872, 300.77",
    "mobilenetv1-0.25-224, 470072, 41.03",
    "resnet-50, 25557032, 4089.18",
    "squeezenet-1.1, 1235496, 349.15",
    "alexnet, 61100840, 714.19"
  })
  void countsAreThePublishedOnes(String name, long parameters, double millions) {
    Experiment experiment = Zoo.read(name, List.of());
    assertEquals(name, experiment.name());
    Graph graph = experiment.graph();
    assertEquals(parameters, graph.parameterCount());
    assertEquals(parameters, Cost.of(graph).parameters());
    assertEquals(millions, Cost.of(graph).macs() / 1e6, 0.005);
  }

  /** The initialisers of the published ONNX file: 146 arrays of 941,818 numbers. */
  @Test
  void foldedNanoDetHasTheNumbersOfThePublishedExport() {
    Graph graph = Zoo.read("nanodet-m_320", List.of()).graph();
    Graph folded = FoldBatchNorm.apply(new Model(graph, Weights.random(graph, 1))).graph();
    assertEquals(146, folded.parameters().size());
    assertEquals(941_818, folded.parameterCount());
  }

  /** Which part has what of NanoDet-Plus-m at 320, in millions. */
  @ParameterizedTest
  @CsvSource({"backbone, 0.776, 246.1", "fpn, 0.282, 132.4", "head, 0.139, 72.2"})
  void thePartsOfNanoDetPlusAreAsLargeAsCounted(String part, double parameters, double macs) {
    List<LayerCost> layers =
        Cost.of(Zoo.read("nanodet-plus-m_320", List.of()).graph()).layers().stream()
            .filter(layer -> layer.name().startsWith(part + "."))
            .toList();
    assertEquals(parameters, layers.stream().mapToLong(LayerCost::parameters).sum() / 1e6, 0.0005);
    assertEquals(macs, layers.stream().mapToLong(LayerCost::macs).sum() / 1e6, 0.05);
  }

  /** The published 1.17 and 2.44 million of Plus leave out BatchNorms. */
  @ParameterizedTest
  @CsvSource({"nanodet-plus-m_320, 1174768", "nanodet-plus-m-1.5x_320, 2444368"})
  void plusIsPublishedWithoutItsBatchNorms(String name, long parameters) {
    long found =
        Cost.of(Zoo.read(name, List.of()).graph()).layers().stream()
            .filter(layer -> !layer.op().equals("BatchNorm"))
            .mapToLong(LayerCost::parameters)
            .sum();
    assertEquals(parameters, found);
  }

  @ParameterizedTest
  @CsvSource({
    "nanodet-m_320, 2100",
    "nanodet-m_416, 3549",
    "nanodet-plus-m_320, 2125",
    "nanodet-plus-m_416, 3598"
  })
  void placesAreAsManyAsCounted(String name, int places) {
    Graph graph = Zoo.read(name, List.of()).graph();
    assertEquals(places, graph.outputs().stream().mapToInt(out -> out.shape().plane()).sum());
  }

  @Test
  void everyConfigIsNamedAsItsFileIs() {
    for (String name : Zoo.names()) {
      assertEquals(name, Zoo.read(name, List.of()).name());
    }
    assertEquals(56, Zoo.names().size());
  }

  @Test
  void anUnknownNameSuggestsTheNearest() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Zoo.read("nanodet-m_32", List.of()))
            .getMessage();
    assertTrue(message.contains("did you mean \"nanodet-m_320\""), message);
  }

  @Test
  void changesReachEveryPart() {
    Experiment changed =
        Zoo.read(
            "nanodet-m_320", List.of("backbone.size=0.5x", "head.classes=3", "input.width=64"));
    assertEquals(new Shape(3, 320, 64), changed.graph().inputs().get(0).shape());
    assertEquals(new Shape(35, 40, 8), changed.graph().outputs().get(0).shape());
  }

  /** Bytes as they are, blue first, of a picture scaled by OpenCV. */
  @Test
  void megviisInputCanBeDescribed() {
    Input input =
        Zoo.read(
                "shufflenetv2-1.0x",
                List.of(
                    "input.width=1",
                    "input.height=1",
                    "input.order=BGR",
                    "input.mean=[0,0,0]",
                    "input.std=[1,1,1]",
                    "input.crop={\"shorterSide\": 1, \"resampling\": \"OPENCV\"}"))
            .input();
    assertEquals(new Crop(1, Resampling.OPENCV), input.cropped());
    byte[] bgr = {10, (byte) 200, (byte) 255, 30, (byte) 240, (byte) 255};
    try (Picture picture = Picture.of(1, 2, bgr);
        Picture middle = input.cropped().apply(picture, 1, 1)) {
      float[] found = input.normalising().apply(middle).data();
      assertArrayEquals(new float[] {10, 200, 255}, found, 1e-4f);
    }
  }

  @Test
  void partsThatDoNotGoTogetherAreRefused() {
    assertEquals(
        "classpath:configs/nanodet-m_320.json: neck: NanoDetHead needs one, found none",
        assertThrows(ConfigException.class, () -> Zoo.read("nanodet-m_320", List.of("neck=null")))
            .getMessage());
    assertEquals(
        "nanodet-m_320: head.classes is 3, but categories \"coco\" are 80",
        assertThrows(
                IllegalArgumentException.class,
                () -> Zoo.read("nanodet-m_320", List.of("head.classes=3")).categoryList())
            .getMessage());
  }
}
