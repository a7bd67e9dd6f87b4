package dev.riffle.loader.sample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.riffle.box.Box;
import dev.riffle.box.Truths;
import dev.riffle.coco.CocoDataset;
import dev.riffle.image.Picture;
import dev.riffle.image.input.Fit;
import dev.riffle.image.input.NetworkInput;
import dev.riffle.image.input.Preprocess;
import dev.riffle.loader.Batch;
import dev.riffle.loader.Loader;
import dev.riffle.loader.picture.AnnotatedPictures;
import dev.riffle.loader.picture.PictureSet;
import dev.riffle.testing.Shared;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlainSamplesTest {

  /** Bit for bit, and the way back of each box is where it was annotated. */
  private static void assertAsDetected(PictureSet<Truths> pictures, Fit fit) throws IOException {
    Preprocess preprocess = DetectionSamplesTest.preprocess(fit);
    try (Samples<Truths> samples = new PlainSamples(pictures, preprocess, false);
        Loader<Truths> loader = Loader.once(samples, 1, 2)) {
      for (int i = 0; i < pictures.size(); i++) {
        Batch<Truths> batch = loader.next();
        assertEquals(i, batch.pictures()[0]);
        try (Picture picture = pictures.read(i)) {
          NetworkInput input = preprocess.apply(picture);
          assertEquals(input.width(), batch.width());
          assertEquals(input.height(), batch.height());
          assertArrayEquals(input.data(), batch.pixels());
          for (int k = 0; k < batch.answers().get(0).objects().size(); k++) {
            Box back = input.warp().toPicture(batch.answers().get(0).objects().get(k).box());
            Box box = pictures.answer(i).objects().get(k).box();
            Box inside = box.clipped(picture.width(), picture.height());
            // What KEEP_RATIO cuts off at the edge is less than a pixel of the input.
            double slack =
                1.01 / Math.min(input.warp().forward().xx(), input.warp().forward().yy());
            assertEquals(inside.left(), back.left(), slack);
            assertEquals(inside.bottom(), back.bottom(), slack);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Fit.class)
  void inputsAreTheDetectors(Fit fit) throws IOException {
    assertAsDetected(new Drawn(9), fit);
  }

  @ParameterizedTest
  @EnumSource(Fit.class)
  void inputsOfPhotographsAreTheDetectors(Fit fit) throws IOException {
    Path coco = Shared.path("fixtures/coco");
    PictureSet<Truths> pictures =
        new AnnotatedPictures(
            CocoDataset.read(coco.resolve("instances_dev.json")), coco.resolve("val"));
    assertEquals(120, pictures.size());
    int objects = 0;
    int ignored = 0;
    for (int i = 0; i < pictures.size(); i++) {
      objects += pictures.answer(i).objects().size();
      ignored += pictures.answer(i).ignored().size();
    }
    assertEquals(1088 - 16, objects);
    assertEquals(16, ignored);
    assertAsDetected(pictures, fit);
  }

  @Test
  void smallerInputsAreFilledUpToTheLargestOfTheBatch() throws IOException {
    Preprocess preprocess = DetectionSamplesTest.preprocess(Fit.KEEP_RATIO);
    Drawn drawn = new Drawn(9);
    try (Samples<Truths> samples = new PlainSamples(drawn, preprocess, true);
        Loader<Truths> loader = Loader.once(samples, 9, 1);
        Picture first = drawn.read(0)) {
      Batch<Truths> batch = loader.next();
      assertEquals(96, batch.width()); // the last picture is 64x54
      assertEquals(64, batch.height());
      NetworkInput input = preprocess.apply(first); // 40x70, so 36x64
      assertEquals(64, input.width());
      for (int y = 0; y < 64; y++) {
        for (int x = 0; x < 96; x++) {
          float expected = x < 64 ? input.data()[64 * y + x] : 0;
          assertEquals(expected, batch.pixels()[96 * y + x]);
        }
      }
    }
  }
}
