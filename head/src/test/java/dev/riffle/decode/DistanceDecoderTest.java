package dev.riffle.decode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.box.Box;
import dev.riffle.graph.Shape;
import dev.riffle.graph.Tensor;
import dev.riffle.run.PlaneView;
import dev.riffle.testing.Shared;
import dev.riffle.weights.StateDict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DistanceDecoderTest {

  /** Two classes, bins 0 and 1, one level of 1×2 places: logits by hand. */
  private static Tensor level(float... channelsOfTwoPlaces) {
    return new Tensor(channelsOfTwoPlaces, 1, 10, 1, 2);
  }

  // [channel][place]: class 0, class 1, then left, top, right, bottom with two bins each.
  private static final float[] NUMBERS = {
    0, -9, 2, -9, //
    0, 0, 0, 0, // left: even bins, 0.5 strides
    9, 0, -9, 0, // top: nearly all on bin 0
    -99, 0, 99, 0, // right: all on bin 1
    0, 0, 0, 0 // bottom: 0.5 strides
  };

  @Test
  void boxesLieAroundCellCentresAndAreClampedToTheInput() {
    DistanceDecoder decoder = new DistanceDecoder(2, 1, List.of(8), 0.5f);
    Candidates found = decoder.decode(List.of(level(NUMBERS)), 0, new Shape(3, 8, 11), 0.05);
    assertEquals(2, found.size());
    assertEquals(0, found.classIndex(0));
    assertEquals(0.5f, found.score(0));
    assertEquals(1, found.classIndex(1));
    assertEquals(0.880797f, found.score(1), 1e-6);
    assertEquals(0, found.box(0).left(), 1e-6); // 4 − 0.5·8
    assertEquals(4, found.box(0).top(), 1e-4);
    assertEquals(11, found.box(0).right(), 1e-6); // 4 + 8, clamped
    assertEquals(8, found.box(0).bottom(), 1e-6);
  }

  @Test
  void placesMayLieOnTheCornersOfTheirCells() {
    DistanceDecoder decoder = new DistanceDecoder(2, 1, List.of(8), 0);
    Candidates found = decoder.decode(List.of(level(NUMBERS)), 0, new Shape(3, 64, 64), 0.05);
    assertEquals(8, found.box(0).right(), 1e-6);
    assertEquals(4, found.box(0).bottom(), 1e-6);
  }

  @Test
  void aScoreOnTheThresholdIsNotAboveIt() {
    DistanceDecoder decoder = new DistanceDecoder(2, 1, List.of(8), 0);
    Shape input = new Shape(3, 64, 64);
    assertEquals(1, decoder.decode(List.of(level(NUMBERS)), 0, input, 0.5).size());
    assertEquals(2, decoder.decode(List.of(level(NUMBERS)), 0, input, 0.4999).size());
    assertEquals(4, decoder.decode(List.of(level(NUMBERS)), 0, input, 0).size());
    assertEquals(0, decoder.decode(List.of(level(NUMBERS)), 0, input, 1).size());
  }

  @Test
  void eachPictureOfABatchIsReadFromItsOwnNumbers() {
    float[] two = Arrays.copyOf(new float[20], 40);
    System.arraycopy(NUMBERS, 0, two, 20, 20);
    Tensor batch = new Tensor(two, 2, 10, 1, 2);
    DistanceDecoder decoder = new DistanceDecoder(2, 1, List.of(8), 0.5f);
    Candidates second = decoder.decode(List.of(batch), 1, new Shape(3, 64, 64), 0.6);
    assertEquals(1, second.size());
    assertEquals(1, second.classIndex(0));
  }

  /** Random maps: as they lie in a batch, and with their channels turned round and rows padded. */
  @Test
  void levelsMayLieAnywhere() {
    Random random = new Random(1);
    DistanceDecoder decoder = new DistanceDecoder(3, 2, List.of(8, 16), 0.5f);
    Shape input = new Shape(3, 40, 56);
    List<Tensor> batch = new ArrayList<>();
    List<PlaneView> views = new ArrayList<>();
    for (int[] size : new int[][] {{5, 7}, {3, 4}}) {
      int height = size[0];
      int width = size[1];
      int channels = decoder.channels();
      float[] numbers = new float[channels * height * width];
      int pitch = width + 3;
      float[] padded = new float[1 + channels * height * pitch];
      Arrays.fill(padded, 99); // between the rows: would be the best score of all
      int[] offsets = new int[channels];
      for (int c = 0; c < channels; c++) {
        offsets[c] = 1 + (channels - 1 - c) * height * pitch;
        for (int place = 0; place < height * width; place++) {
          float number = (float) random.nextGaussian() * 4;
          numbers[c * height * width + place] = number;
          padded[offsets[c] + place / width * pitch + place % width] = number;
        }
      }
      batch.add(new Tensor(numbers, 1, channels, height, width));
      views.add(new PlaneView(padded, offsets, height, width, pitch));
    }
    Candidates expected = decoder.decode(batch, 0, input, 0.5);
    Candidates found = new Candidates();
    found.add(0, 0, 1, 1, 0, 1);
    found.clear();
    decoder.decode(views, input, 0.5, found);
    assertTrue(expected.size() > 20, "too few to tell: " + expected.size());
    assertEquals(expected.size(), found.size());
    for (int i = 0; i < found.size(); i++) {
      assertEquals(expected.box(i), found.box(i));
      assertEquals(expected.classIndex(i), found.classIndex(i));
      assertEquals(expected.score(i), found.score(i));
    }
  }

  @Test
  void otherLevelsAreRefused() {
    DistanceDecoder decoder = new DistanceDecoder(2, 2, List.of(8), 0.5f);
    assertMessage("expected levels of 14 channels, found one of 10", decoder, level(NUMBERS));
    assertMessage("expected 1 levels, found 0", decoder);
  }

  private static void assertMessage(String message, DistanceDecoder decoder, Tensor... levels) {
    Shape input = new Shape(3, 8, 8);
    var e =
        assertThrows(
            IllegalArgumentException.class, () -> decoder.decode(List.of(levels), 0, input, 0.5));
    assertEquals(message, e.getMessage());
  }

  /** The original's softmax expectation, extreme logits included. */
  @Test
  void expectationsAreTheOriginals() throws IOException {
    StateDict ops = StateDict.read(Shared.path("fixtures/nanodet_ops/ops.safetensors"));
    for (int regMax : new int[] {7, 16}) {
      float[] logits = ops.get("integral.input_reg" + regMax).toTensor().data();
      double[] expected = ops.get("integral.output_reg" + regMax + "_f64").toDoubles();
      int[] starts = IntStream.range(0, logits.length).toArray();
      int bins = regMax + 1;
      for (int i = 0; i < expected.length; i++) {
        assertEquals(
            expected[i],
            DistanceDecoder.expectation(logits, starts, i * bins, bins, 0),
            1e-6 * regMax);
      }
    }
  }

  /**
   * The original's boxes from distances, as a head with a bin a pixel gives them: each distance by
   * the chances of the two bins next to it. Distances below 0 no distribution can give.
   */
  @Test
  void boxesAreTheOriginals() throws IOException {
    StateDict ops = StateDict.read(Shared.path("fixtures/nanodet_ops/ops.safetensors"));
    float[] points = ops.get("distance2bbox.points").toTensor().data();
    float[] distances = ops.get("distance2bbox.distances").toTensor().data();
    float[] boxes = ops.get("distance2bbox.boxes").toTensor().data();
    float[] clamped = ops.get("distance2bbox.boxes_clamped_h240_w320").toTensor().data();
    DistanceDecoder decoder = new DistanceDecoder(1, 200, List.of(1), 0);
    int compared = 0;
    for (int i = 0; i < distances.length / 4; i++) {
      float[] logits = new float[decoder.channels()];
      Arrays.fill(logits, -1000);
      boolean isPossible = true;
      for (int side = 0; side < 4; side++) {
        double distance = distances[4 * i + side];
        isPossible &= distance >= 0;
        int bin = (int) Math.max(distance, 0);
        logits[decoder.firstBin(side) + bin] = (float) Math.log(1 - (distance - bin));
        logits[decoder.firstBin(side) + bin + 1] = (float) Math.log(distance - bin);
      }
      if (isPossible) {
        PlaneView level = PlaneView.of(new Tensor(logits, 1, logits.length, 1, 1), 0);
        Box box = decoder.box(level, 1, points[2 * i], points[2 * i + 1], 0);
        assertBox(boxes, i, box);
        assertBox(clamped, i, box.clipped(320, 240));
        compared++;
      }
    }
    assertTrue(compared > 150, "too few to tell: " + compared);
  }

  private static void assertBox(float[] expected, int i, Box box) {
    float[] sides = {box.left(), box.top(), box.right(), box.bottom()};
    assertArrayEquals(Arrays.copyOfRange(expected, 4 * i, 4 * i + 4), sides, 1e-4f);
  }
}
