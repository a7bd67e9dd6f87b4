package dev.riffle.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.config.json.ConfigException;
import dev.riffle.cost.Cost;
import dev.riffle.cost.LayerCost;
import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Node;
import dev.riffle.graph.Parameter;
import dev.riffle.graph.Shape;
import dev.riffle.graph.Weights;
import dev.riffle.image.Picture;
import dev.riffle.image.crop.Crop;
import dev.riffle.image.crop.Resampling;
import dev.riffle.image.input.Warp;
import dev.riffle.rewrite.FoldBatchNorm;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  /** Its positions tie it to one size, into which letterboxes bring all pictures. */
  @Test
  void nanoDetTSeesPicturesOfAnyShape() {
    Experiment experiment = Zoo.read("nanodet-t_320", List.of());
    Graph graph = experiment.graph();
    for (int height : new int[] {427, 640, 960}) {
      Warp warp = experiment.input().preprocess().warp(640, height);
      Shape seen = new Shape(3, warp.paddedHeight(), warp.paddedWidth());
      assertEquals(graph.parameters(), graph.at(seen).parameters());
    }
  }

  /**
   * The published 1.36 million parameters count the dead ones of checkpoints too: a linear layer of
   * the transformer, and the head's box branch. The published 0.96 G fit if they are two for each
   * multiply-add and, as NanoDet-m's, some hundredths more for norms and activations, and leave out
   * the attention with its projections, which a counter of modules does not see.
   */
  @Test
  void nanoDetTIsAsLargeAsPublished() {
    Graph graph = Zoo.read("nanodet-t_320", List.of()).graph();
    assertEquals(1_331_508, graph.parameterCount());
    long dead = 128 * 129 + 3 * 32 * 129;
    assertEquals(1_360_404, graph.parameterCount() + dead);
    Cost cost = Cost.of(graph);
    long laterals = 128L * (116 * 1600 + 232 * 400 + 464 * 100);
    long transformer = 400L * 128 * (384 + 384 + 128 + 2 * 400 + 2 * 512);
    long head = 2100L * (2 * (128 * 9 + 128 * 128) + 128 * 112);
    assertEquals(246.13e6 + laterals + transformer + head, cost.macs(), 0.005e6);
    long seen =
        cost.layers().stream()
            .filter(layer -> !layer.name().contains(".attn."))
            .mapToLong(LayerCost::macs)
            .sum();
    double published = 0.96e9 / 2;
    double ofNanoDetM = 0.72e9 / 2 / 342.22e6;
    assertEquals(ofNanoDetM, published / seen, 0.02);
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

  /** The neck's 0.282 million once more, and a head of 4 · 2 convolutions 3×3 as wide as both. */
  @ParameterizedTest
  @CsvSource({"nanodet-plus-m_320, 96, 4", "nanodet-plus-m-1.5x_416, 128, 4"})
  void plusTrainsWithASecondNeckAndHead(String name, int channels, int levels) {
    Experiment experiment = Zoo.read(name, List.of());
    Graph graph = experiment.graph();
    Graph training = experiment.trainingGraph(true);
    assertEquals(
        graph.outputs().stream().map(Node::toString).toList(),
        training.outputs().subList(0, levels).stream().map(Node::toString).toList());
    assertEquals(
        graph.outputs().stream().map(Node::shape).toList(),
        training.outputs().subList(levels, 2 * levels).stream().map(Node::shape).toList());
    long neck =
        graph.parameters().stream()
            .filter(p -> p.name().startsWith("fpn.") && p.trained())
            .mapToLong(Parameter::elements)
            .sum();
    long wide = 2L * channels;
    long head = 8 * (wide * wide * 9 + 2 * wide) + (80 + 32) * (wide * 9 + 1) + levels;
    assertEquals(graph.parameterCount() + neck + head, training.parameterCount());
    List<String> necks =
        training.parameters().stream()
            .filter(p -> p.name().startsWith("aux_fpn."))
            .map(p -> p.name().substring(4) + p.shape())
            .toList();
    assertEquals(
        training.parameters().stream()
            .filter(p -> p.name().startsWith("fpn."))
            .map(p -> p.name() + p.shape())
            .toList(),
        necks);
    assertEquals(training.parameters(), experiment.trainingGraph(false).parameters());
  }

  @ParameterizedTest
  @ValueSource(strings = {"nanodet-m_320", "shufflenetv2-0.5x"})
  void otherNetworksTrainAsTheyAre(String name) {
    Experiment experiment = Zoo.read(name, List.of());
    assertEquals(experiment.graph().toString(), experiment.trainingGraph(true).toString());
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
    assertEquals(74, Zoo.names().size());
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
