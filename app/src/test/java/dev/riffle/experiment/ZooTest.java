package dev.riffle.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.config.ConfigException;
import dev.riffle.cost.Cost;
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
    "shufflenetv2-0.5x, 1366792, 40.48",
    "shufflenetv2-1.0x, 2278604, 144.91",
    "shufflenetv2-1.5x, 3503624, 295.76",
    "shufflenetv2-2.0x, 7393996, 583.25"
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

  @Test
  void everyConfigIsNamedAsItsFileIs() {
    for (String name : Zoo.names()) {
      assertEquals(name, Zoo.read(name, List.of()).name());
    }
    assertEquals(8, Zoo.names().size());
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
