package dev.riffle.loader.sample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.augment.Colour;
import dev.riffle.augment.DetectionAugmentation;
import dev.riffle.augment.Geometry;
import dev.riffle.box.Box;
import dev.riffle.box.Truths;
import dev.riffle.box.Truths.Truth;
import dev.riffle.image.Picture;
import dev.riffle.image.input.ChannelOrder;
import dev.riffle.image.input.Fit;
import dev.riffle.image.input.NetworkInput;
import dev.riffle.image.input.Preprocess;
import dev.riffle.loader.Batch;
import dev.riffle.loader.Loader;
import dev.riffle.loader.picture.PictureSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DetectionSamplesTest {
  private static final DetectionAugmentation ALL =
      new DetectionAugmentation(
          Optional.of(new Geometry(List.of(0.6, 1.4), List.of(0.8, 1.2), 10, 5, 0.2, 0.5)),
          Optional.of(Colour.DEFAULT),
          0.5,
          0.5,
          List.of(64, 96),
          1,
          0.1);

  static Preprocess preprocess(Fit fit) {
    return new Preprocess(
        96,
        64,
        fit,
        List.of(103.53f, 116.28f, 123.675f),
        List.of(57.375f, 57.12f, 58.395f),
        ChannelOrder.BGR);
  }

  private static DetectionSamples samples(
      PictureSet<Truths> pictures, DetectionAugmentation augmentation, Unreadable policy) {
    return new DetectionSamples(pictures, preprocess(Fit.KEEP_RATIO), augmentation, policy, false);
  }

  private static List<Batch<Truths>> batches(
      Samples<Truths> samples, int count, long firstStep, int threads) throws IOException {
    List<Batch<Truths>> batches = new ArrayList<>();
    try (samples;
        Loader<Truths> loader = new Loader<>(samples, 4, 9, firstStep, threads)) {
      for (int i = 0; i < count; i++) {
        batches.add(loader.next());
      }
    }
    return batches;
  }

  private static void assertSame(List<Batch<Truths>> expected, List<Batch<Truths>> found) {
    for (int i = 0; i < found.size(); i++) {
      assertEquals(expected.get(i).answers(), found.get(i).answers());
      assertArrayEquals(expected.get(i).pictures(), found.get(i).pictures());
      assertArrayEquals(expected.get(i).pixels(), found.get(i).pixels());
    }
  }

  @Test
  void threadsDamagedPicturesAndResumingChangeNothing() throws IOException {
    List<Batch<Truths>> whole =
        batches(samples(new Drawn(9, 3, 5), ALL, Unreadable.SKIP), 12, 0, 1);
    assertSame(whole, batches(samples(new Drawn(9, 3, 5), ALL, Unreadable.SKIP), 12, 0, 3));
    assertSame(
        whole.subList(7, 12), batches(samples(new Drawn(9, 3, 5), ALL, Unreadable.SKIP), 5, 7, 2));
  }

  @Test
  void keepingPicturesReadsEachOnceAndChangesNothing() throws IOException {
    Drawn drawn = new Drawn(9);
    Samples<Truths> keeping =
        new DetectionSamples(drawn, preprocess(Fit.KEEP_RATIO), ALL, Unreadable.FAIL, true);
    assertSame(
        batches(samples(new Drawn(9), ALL, Unreadable.FAIL), 12, 0, 1), batches(keeping, 12, 0, 1));
    assertEquals(9, drawn.reads.get());
  }

  @Test
  void anUnreadablePictureIsNamed() {
    Samples<Truths> samples = samples(new Drawn(2, 0, 1), ALL, Unreadable.FAIL);
    String message = assertThrows(IOException.class, () -> batches(samples, 1, 0, 1)).getMessage();
    assertTrue(message.matches("[01].png: truncated or damaged png"), message);
  }

  @Test
  void aSkippedPictureIsReplacedAndTold() throws IOException {
    Samples<Truths> samples = samples(new Drawn(5, 2), DetectionAugmentation.NONE, Unreadable.SKIP);
    for (Batch<Truths> batch : batches(samples, 10, 0, 2)) {
      for (int i = 0; i < batch.size(); i++) {
        assertTrue(batch.pictures()[i] != 2);
        int category = batch.answers().get(i).objects().get(0).category();
        assertEquals(batch.pictures()[i] % 3, category);
      }
    }
    assertEquals(List.of("2.png: truncated or damaged png"), samples.unreadable());
  }

  @Test
  void whereNoneCanBeReadSkippingEnds() {
    Samples<Truths> samples = samples(new Drawn(1, 0), ALL, Unreadable.SKIP);
    String message = assertThrows(IOException.class, () -> batches(samples, 1, 0, 1)).getMessage();
    assertEquals(
        "drawn: none of 100 pictures could be read, such as 0.png: truncated or damaged png",
        message);
  }

  @Test
  void batchesHaveOneOfTheSizesInProportion() throws IOException {
    Set<String> sizes = new TreeSet<>();
    for (Batch<Truths> batch : batches(samples(new Drawn(9), ALL, Unreadable.FAIL), 20, 0, 1)) {
      sizes.add(batch.width() + "x" + batch.height());
      assertEquals(4 * 3 * batch.width() * batch.height(), batch.pixels().length);
      for (Truths truths : batch.answers()) {
        for (Truth truth : truths.objects()) {
          Box box = truth.box();
          assertEquals(box, box.clipped(batch.width(), batch.height()));
          assertTrue(Math.min(box.width(), box.height()) >= 1, box.toString());
        }
      }
    }
    assertEquals(Set.of("64x32", "96x64"), sizes); // 42.7 and 64 rounded to multiples of 32
  }

  @ParameterizedTest
  @EnumSource(Fit.class)
  void withoutAnyChangeItIsWhatADetectorSees(Fit fit) throws IOException {
    Drawn drawn = new Drawn(9);
    Preprocess preprocess = preprocess(fit);
    Samples<Truths> samples =
        new DetectionSamples(drawn, preprocess, DetectionAugmentation.NONE, Unreadable.FAIL, false);
    for (Batch<Truths> batch : batches(samples, 3, 0, 1)) {
      for (int i = 0; i < batch.size(); i++) {
        try (Picture picture = drawn.read(batch.pictures()[i])) {
          NetworkInput input = preprocess.apply(picture);
          float[] padded = new float[3 * 64 * 96]; // zeros to the right and at the bottom
          for (int row = 0; row < 3 * input.height(); row++) {
            int to = row / input.height() * 64 * 96 + row % input.height() * 96;
            System.arraycopy(input.data(), row * input.width(), padded, to, input.width());
          }
          float[] found =
              Arrays.copyOfRange(batch.pixels(), i * padded.length, (i + 1) * padded.length);
          assertArrayEquals(padded, found, 2e-6f);
        }
      }
    }
  }

  @Test
  void aMosaicShowsAllFourAndAMixTheirMean() throws IOException {
    DetectionAugmentation mosaic =
        new DetectionAugmentation(Optional.empty(), Optional.empty(), 1, 0, List.of(), 0, 0);
    Batch<Truths> four = batches(samples(new Drawn(9), mosaic, Unreadable.FAIL), 1, 0, 1).get(0);
    // Each picture covers its corner, so that with the middle of four there are four boxes.
    for (Truths truths : four.answers()) {
      assertEquals(4, truths.objects().size());
    }
    DetectionAugmentation mix =
        new DetectionAugmentation(Optional.empty(), Optional.empty(), 0, 1, List.of(), 0, 0);
    Drawn one = new Drawn(1);
    Batch<Truths> both = batches(samples(one, mix, Unreadable.FAIL), 1, 0, 1).get(0);
    Batch<Truths> alone =
        batches(samples(one, DetectionAugmentation.NONE, Unreadable.FAIL), 1, 0, 1).get(0);
    assertArrayEquals(alone.pixels(), both.pixels(), 1e-6f); // a picture mixed with itself
    assertEquals(2, both.answers().get(0).objects().size());
    assertEquals(2, both.answers().get(0).ignored().size());
  }
}
