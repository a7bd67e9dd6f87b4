package dev.riffle.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.box.Box;
import dev.riffle.decode.Candidates;
import dev.riffle.decode.DistanceDecoder;
import dev.riffle.graph.Model;
import dev.riffle.graph.Shape;
import dev.riffle.graph.Tensor;
import dev.riffle.graph.Weights;
import dev.riffle.head.DetectionHead;
import dev.riffle.onnx.Decoding;
import dev.riffle.onnx.Onnx;
import dev.riffle.onnx.OnnxRuntime;
import dev.riffle.rewrite.FoldBatchNorm;
import dev.riffle.run.ReferenceExecutor;
import dev.riffle.run.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Boxes and scores as ONNX Runtime computes them in an exported file, against the decoder. */
class DecodedExportTest {
  @TempDir Path folder;

  private static Decoding decoding(DistanceDecoder decoder) {
    return new Decoding(
        decoder.classes(), decoder.regMax() + 1, decoder.strides(), decoder.centreOffset());
  }

  @ParameterizedTest
  @CsvSource({"nanodet-m_320, 1", "nanodet-plus-m_320, 1", "nanodet-m-0.5x_320, 3"})
  void boxesAndScoresAreTheDecoders(String name, int count) throws IOException {
    Experiment experiment =
        Zoo.read(name, List.of("input.width=96", "input.height=64", "head.classes=5"));
    Model model =
        FoldBatchNorm.apply(new Model(experiment.graph(), Weights.random(experiment.graph(), 2)));
    DistanceDecoder decoder = ((DetectionHead) experiment.head()).decoder();
    Path file = folder.resolve("a.onnx");
    Onnx.write(file, model, decoding(decoder), Map.of());
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
    int compared = 0;
    for (int picture = 0; picture < count; picture++) {
      // Place by place, class by class, all that can be told from zero.
      Candidates expected = decoder.decode(maps, picture, input, 1e-30);
      int at = 0;
      for (int place = 0; place < places; place++) {
        for (int c = 0; c < 5; c++) {
          float score = found.get(0).data()[(picture * places + place) * 5 + c];
          if (at < expected.size()
              && expected.classIndex(at) == c
              && near(expected.score(at), score)) {
            Box box = expected.box(at++);
            float[] sides = {box.left(), box.top(), box.right(), box.bottom()};
            for (int side = 0; side < 4; side++) {
              float other = found.get(1).data()[(picture * places + place) * 4 + side];
              assertEquals(sides[side], other, 2e-3f, name);
            }
            compared++;
          } else {
            assertTrue(score < 1e-20, "a score of " + score + " has no counterpart");
          }
        }
      }
      assertEquals(expected.size(), at);
    }
    assertTrue(compared > 100, "compared: " + compared);
  }

  private static boolean near(float expected, float found) {
    return Math.abs(expected - found) <= 1e-3f * expected + 1e-6f;
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
