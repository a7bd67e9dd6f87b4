package dev.riffle.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.riffle.box.Box;
import dev.riffle.decode.Candidates;
import dev.riffle.decode.DistanceDecoder;
import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Shape;
import dev.riffle.graph.Tensor;
import dev.riffle.graph.Weights;
import dev.riffle.head.DetectionHead;
import dev.riffle.onnx.Decoding;
import dev.riffle.onnx.Onnx;
import dev.riffle.onnx.OnnxRuntime;
import dev.riffle.rewrite.FoldBatchNorm;
import dev.riffle.run.Session;
import dev.riffle.run.reference.ReferenceExecutor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Boxes and scores as ONNX Runtime computes them in an exported file, against the decoder. */
class DecodedExportTest {
  /** Less than any score here, so that the decoder leaves nothing away. */
  private static final double LEAST = 1e-37;

  private static final float PIXELS = 0.002f;

  @TempDir Path folder;

  private static Decoding decoding(DistanceDecoder decoder) {
    return new Decoding(
        decoder.classes(), decoder.regMax() + 1, decoder.strides(), decoder.centreOffset());
  }

  // Random weights, those of the last layers small enough for logits as trained networks have them.
  private static Weights modest(Graph graph) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(Weights.random(graph, 2).tensors());
    tensors.replaceAll(
        (name, tensor) -> {
          float[] data = tensor.data().clone();
          for (int i = 0; name.startsWith("head.gfl_cls") && i < data.length; i++) {
            data[i] *= 0.001f;
          }
          return new Tensor(data, tensor.shape());
        });
    return new Weights(tensors);
  }

  @ParameterizedTest
  @CsvSource({
    "nanodet-m_320, 1",
    "nanodet-plus-m_320, 1",
    "nanodet-m-0.5x_320, 3",
    "nanodet-t_320, 2",
    "gfl-shufflenetv2-1.0x_320, 1"
  })
  void boxesAndScoresAreTheDecoders(String name, int count) throws IOException {
    Experiment experiment =
        Zoo.read(name, List.of("input.width=96", "input.height=64", "head.classes=5"));
    Model model = FoldBatchNorm.apply(new Model(experiment.graph(), modest(experiment.graph())));
    DistanceDecoder decoder = ((DetectionHead) experiment.head()).decoder();
    Path file = folder.resolve("a.onnx");
    Onnx.write(file, model, decoding(decoder), Map.of());
    assertComesBack(model, file, experiment);
    Shape input = model.graph().inputs().get(0).shape();
    Tensor batch = Tensor.zeros(count, input);
    Random random = new Random(5);
    for (int i = 0; i < batch.data().length; i++) {
      batch.data()[i] = (float) random.nextGaussian();
    }
    List<Tensor> found = OnnxRuntime.run(file, batch);
    List<Tensor> maps;
    try (Session session = new ReferenceExecutor().open(model)) {
      maps = session.run(List.of(batch));
    }
    int places = found.get(0).size(1);
    assertArrayEquals(new int[] {count, places, 5}, found.get(0).shape());
    assertArrayEquals(new int[] {count, places, 4}, found.get(1).shape());
    for (int picture = 0; picture < count; picture++) {
      Candidates expected = decoder.decode(maps, picture, input, LEAST);
      assertEquals(places * 5, expected.size(), "all of them, place by place, class by class");
      for (int i = 0; i < expected.size(); i++) {
        int place = picture * places + i / 5;
        assertEquals(expected.score(i), found.get(0).data()[place * 5 + i % 5], 1e-4f);
        Box box = expected.box(i);
        float[] sides = {box.left(), box.top(), box.right(), box.bottom()};
        for (int side = 0; side < 4; side++) {
          assertEquals(sides[side], found.get(1).data()[place * 4 + side], PIXELS);
        }
      }
    }
  }

  private static void assertComesBack(Model model, Path file, Experiment experiment)
      throws IOException {
    Weights again = FoldBatchNorm.apply(WeightFile.read(file, experiment)).weights();
    assertEquals(model.weights().names(), again.names());
    for (String name : again.names()) {
      assertArrayEquals(model.weights().get(name).data(), again.get(name).data(), name);
    }
  }

  @Test
  void mapsOfOtherMeaningAreRefused() {
    Experiment experiment = Zoo.read("nanodet-m_320", List.of());
    Model model = new Model(experiment.graph(), Weights.random(experiment.graph(), 2));
    Decoding other = new Decoding(80, 17, List.of(8, 16, 32), 0.5f);
    assertEquals(
        "expected 3 outputs of 148 channels, found [112x40x40, 112x20x20, 112x10x10]",
        assertThrows(
                IllegalArgumentException.class,
                () -> Onnx.write(folder.resolve("a.onnx"), model, other, Map.of()))
            .getMessage());
  }
}
