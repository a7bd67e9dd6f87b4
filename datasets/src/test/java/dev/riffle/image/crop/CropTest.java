package dev.riffle.image.crop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import dev.riffle.image.Picture;
import dev.riffle.testing.Shared;
import dev.riffle.weights.StateDict;
import dev.riffle.weights.file.StoredTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Against Pillow's own pixels from the fixtures, and hand-worked cases. */
class CropTest {

  @Test
  void pixelsArePillows() throws IOException {
    StateDict reference = StateDict.read(Shared.path("fixtures/imagenet/reference.safetensors"));
    JsonArray pictures =
        JsonParser.parseString(Files.readString(Shared.path("fixtures/imagenet/images.json")))
            .getAsJsonArray();
    StoredTensor crops = reference.get("crops_rgb_u8_first10");
    assertArrayEquals(new int[] {10, 224, 224, 3}, crops.shape());
    ByteBuffer expected = crops.bytes();
    Crop crop = new Crop(256, Resampling.PILLOW);
    for (int i = 0; i < 10; i++) {
      String file = pictures.get(i).getAsJsonObject().get("file").getAsString();
      try (Picture picture = Picture.read(Shared.path("fixtures/imagenet/images/" + file));
          Picture cropped = crop.apply(picture, 224, 224)) {
        byte[] right = new byte[224 * 224 * 3];
        expected.get(right);
        assertArrayEquals(right, redFirst(cropped.bgr()), file);
      }
    }
  }

  private static byte[] redFirst(byte[] bgr) {
    byte[] rgb = bgr.clone();
    for (int i = 0; i < rgb.length; i += 3) {
      rgb[i] = bgr[i + 2];
      rgb[i + 2] = bgr[i];
    }
    return rgb;
  }

  /** Grey rows of these samples, one under the other. */
  private static Picture grey(int width, int... samples) {
    byte[] bgr = new byte[3 * samples.length];
    for (int i = 0; i < bgr.length; i++) {
      bgr[i] = (byte) samples[i / 3];
    }
    return Picture.of(width, samples.length / width, bgr);
  }

  private static int[] blue(Picture picture) {
    byte[] bgr = picture.bgr();
    int[] blue = new int[bgr.length / 3];
    Arrays.setAll(blue, i -> bgr[3 * i] & 0xff);
    return blue;
  }

  private static void assertCrop(int[] expected, int side, Resampling resampling, Picture from) {
    try (from;
        Picture found = new Crop(side, resampling).apply(from, side, side)) {
      assertArrayEquals(expected, blue(found));
    }
  }

  @Test
  void halvingWeighsAsManyPixelsAsTheMakersDid() {
    int[] ramp = {0, 70, 140, 210, 0, 70, 140, 210, 0, 70, 140, 210, 0, 70, 140, 210};
    // Pillow: (3 · 0 + 3 · 70 + 1 · 140) / 7. OpenCV: the mean of two.
    assertCrop(new int[] {50, 160, 50, 160}, 2, Resampling.PILLOW, grey(4, ramp));
    assertCrop(new int[] {35, 175, 35, 175}, 2, Resampling.OPENCV, grey(4, ramp));
    int[] steps = {0, 0, 0, 0, 70, 70, 70, 70, 140, 140, 140, 140, 210, 210, 210, 210};
    assertCrop(new int[] {50, 50, 160, 160}, 2, Resampling.PILLOW, grey(4, steps));
  }

  @ParameterizedTest
  @EnumSource(Resampling.class)
  void doublingGoesBetweenTwoPixels(Resampling resampling) {
    int[] rows = new int[16];
    Arrays.setAll(rows, i -> new int[] {0, 25, 75, 100}[i % 4]);
    assertCrop(rows, 4, resampling, grey(2, 0, 100, 0, 100));
  }

  @ParameterizedTest
  @EnumSource(Resampling.class)
  void theSameSizeIsTheSamePicture(Resampling resampling) {
    int[] samples = {1, 255, 3, 90, 0, 200, 7, 8, 9};
    assertCrop(samples, 3, resampling, grey(3, samples));
  }

  @ParameterizedTest
  @EnumSource(Resampling.class)
  void theMiddleIsCutOut(Resampling resampling) {
    // Of 6 places 3 are left over, 1.5 on either side: 2 on the left, as Python rounds.
    assertCrop(
        new int[] {2, 3, 4, 12, 13, 14, 22, 23, 24},
        3,
        resampling,
        grey(6, 0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15, 20, 21, 22, 23, 24, 25));
    // Of 4 places 1 is left over, 0.5 on either side: none at the top.
    assertCrop(
        new int[] {0, 1, 2, 10, 11, 12, 20, 21, 22},
        3,
        resampling,
        grey(3, 0, 1, 2, 10, 11, 12, 20, 21, 22, 30, 31, 32));
  }

  /** 256 · 500 / 332 is 385.54; torchvision cuts it off, megvii rounds it. */
  @Test
  void theLongerSideIsRoundedAsTheMakersDid() {
    assertEquals(385, Resampling.PILLOW.longerSide(256, 332, 500));
    assertEquals(386, Resampling.OPENCV.longerSide(256, 332, 500));
    assertEquals(256, Resampling.PILLOW.longerSide(256, 7, 7));
    assertEquals(256, Resampling.OPENCV.longerSide(256, 7, 7));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 900", "900, 1", "7, 333", "3, 20000"})
  void extremePicturesAreSeen(int width, int height) {
    byte[] white = new byte[3 * width * height];
    Arrays.fill(white, (byte) 255);
    for (Resampling resampling : Resampling.values()) {
      Crop crop = new Crop(256, resampling);
      try (Picture picture = Picture.of(width, height, white)) {
        if (height == 20000 && resampling == Resampling.OPENCV) {
          var e = assertThrows(IllegalArgumentException.class, () -> crop.apply(picture, 224, 224));
          assertTrue(e.getMessage().contains("256x1706667"), e.getMessage());
          continue;
        }
        try (Picture cropped = crop.apply(picture, 224, 192)) {
          assertEquals(224, cropped.width());
          assertEquals(192, cropped.height());
          assertTrue(Arrays.stream(blue(cropped)).allMatch(sample -> sample == 255));
        }
      }
    }
  }

  @Test
  void moreThanThereIsCannotBeCutOut() {
    try (Picture picture = grey(2, 0, 0)) {
      var e =
          assertThrows(
              IllegalArgumentException.class,
              () -> new Crop(256, Resampling.PILLOW).apply(picture, 100, 257));
      assertEquals("shorterSide: expected 257 or more, what is cut out, found 256", e.getMessage());
    }
    assertThrows(IllegalArgumentException.class, () -> new Crop(0, Resampling.PILLOW));
  }
}
