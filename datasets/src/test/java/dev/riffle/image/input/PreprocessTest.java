package dev.riffle.image.input;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.riffle.image.Picture;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against hand-worked cases; {@link WarpTest} compares with the original's inputs. */
class PreprocessTest {
  private static final byte[] ONE_PIXEL = {10, 20, (byte) 255}; // blue, green, red

  private static Preprocess of(int width, int height, Fit fit, ChannelOrder order) {
    return new Preprocess(
        width, height, fit, List.of(0f, 51f, 102f), List.of(255f, 51f, 1f), order);
  }

  @Test
  void channelsComeInTheAskedOrder() {
    try (Picture picture = Picture.of(1, 1, ONE_PIXEL)) {
      // (x − mean) / std, of blue, green, red and of red, green, blue.
      float[] bgr = of(1, 1, Fit.STRETCH, ChannelOrder.BGR).apply(picture).data();
      assertArrayEquals(new float[] {10 / 255f, -31 / 51f, 153}, bgr, 1e-4f);
      float[] rgb = of(1, 1, Fit.STRETCH, ChannelOrder.RGB).apply(picture).data();
      assertArrayEquals(new float[] {1, -31 / 51f, -92}, rgb, 1e-4f);
    }
  }

  @Test
  void keepingTheRatioPadsWithZeroAfterNormalising() {
    try (Picture picture = Picture.of(1, 1, ONE_PIXEL)) {
      NetworkInput input = of(1, 1, Fit.KEEP_RATIO, ChannelOrder.BGR).apply(picture);
      assertEquals(32, input.width());
      assertEquals(32, input.height());
      float[] expected = new float[3 * 32 * 32];
      expected[0] = 10 / 255f;
      expected[1024] = -31 / 51f;
      expected[2048] = 153;
      assertArrayEquals(expected, input.data(), 1e-4f);
    }
  }

  @Test
  void letterboxesAreBlackBeforeNormalising() {
    try (Picture picture = Picture.of(1, 1, ONE_PIXEL)) {
      NetworkInput input = of(1, 3, Fit.LETTERBOX, ChannelOrder.BGR).apply(picture);
      assertEquals(3, input.height());
      assertEquals(1, input.width());
      float[] data = {0, 10 / 255f, 0, -1, -31 / 51f, -1, -102, 153, -102};
      assertArrayEquals(data, input.data(), 1e-4f);
    }
  }

  /** Two pictures of different sizes, one writer, one array with all its numbers but one taken. */
  @Test
  void writesOnlyItsPlacesAndAllOfThem() {
    Preprocess preprocess = of(64, 40, Fit.KEEP_RATIO, ChannelOrder.RGB);
    byte[] samples = new byte[3 * 50 * 30];
    new Random(1).nextBytes(samples);
    try (InputWriter writer = new InputWriter(preprocess);
        Picture wide = Picture.of(50, 30, samples);
        Picture high = Picture.of(30, 50, samples)) {
      for (Picture picture : List.of(wide, high, wide)) {
        NetworkInput expected = preprocess.apply(picture);
        int pitch = expected.width() + 2;
        int[] offsets = {1, 2 + 2 * expected.height() * pitch, 3 + expected.height() * pitch};
        float[] data = new float[3 * expected.height() * pitch + 5];
        Arrays.fill(data, 77);
        writer.write(picture, expected.warp(), new Planes(data, offsets, pitch));
        int next = 0;
        for (int offset : offsets) {
          for (int y = 0; y < expected.height(); y++) {
            for (int x = 0; x < expected.width(); x++) {
              assertEquals(expected.data()[next++], data[offset + y * pitch + x]);
              data[offset + y * pitch + x] = 77;
            }
          }
        }
        for (float number : data) {
          assertEquals(77, number);
        }
      }
    }
  }

  @Test
  void planesWithoutRoomAreRefused() {
    Preprocess preprocess = of(32, 32, Fit.STRETCH, ChannelOrder.BGR);
    Warp warp = preprocess.warp(1, 1);
    try (InputWriter writer = new InputWriter(preprocess);
        Picture picture = Picture.of(1, 1, ONE_PIXEL)) {
      for (Planes planes :
          List.of(
              new Planes(new float[3 * 32 * 32], new int[] {0, 1024}, 32),
              new Planes(new float[3 * 32 * 32], new int[] {0, 1024, 2049}, 32),
              new Planes(new float[3 * 32 * 32], new int[] {-1, 1024, 2048}, 32),
              new Planes(new float[3 * 32 * 32], new int[] {0, 1024, 2048}, 31))) {
        assertThrows(IllegalArgumentException.class, () -> writer.write(picture, warp, planes));
      }
      writer.write(picture, warp, Planes.of(3, 32, 32));
    }
  }

  @Test
  void badNumbersAreNamed() {
    assertMessage(
        "width: expected 1 or more, found 0", 0, List.of(1f, 1f, 1f), List.of(1f, 1f, 1f));
    assertMessage("mean: expected 3 numbers, found [1.0]", 1, List.of(1f), List.of(1f, 1f, 1f));
    assertMessage(
        "std: expected positive numbers, found [1.0, 0.0, 1.0]",
        1,
        List.of(1f, 1f, 1f),
        List.of(1f, 0f, 1f));
  }

  private static void assertMessage(String message, int width, List<Float> mean, List<Float> std) {
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new Preprocess(width, 1, Fit.STRETCH, mean, std, ChannelOrder.BGR));
    assertEquals(message, e.getMessage());
  }
}
