package dev.riffle.mask;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RleTest {
  private static final int[][] SIZES = {{0, 0}, {0, 4}, {4, 0}, {1, 1}, {1, 9}, {9, 1}, {7, 5}};

  @Test
  void runsGoDownTheColumns() {
    // . # .
    // . # #
    Rle mask = Rle.ofPixels(2, 3, new byte[] {0, 1, 0, 0, 1, 1});
    assertArrayEquals(new int[] {2, 2, 1, 1}, mask.runs());
    assertArrayEquals(new byte[] {0, 1, 0, 0, 1, 1}, mask.toPixels());
    assertEquals(3, mask.area());
    assertArrayEquals(new double[] {1, 0, 2, 2}, mask.box());
  }

  @Test
  void aMaskThatBeginsAtOnceBeginsWithNoZeros() {
    assertEquals(Rle.of(2, 2, new int[] {0, 4}), Rle.ofPixels(2, 2, new byte[] {1, 1, -1, 7}));
    assertEquals(Rle.of(2, 2, new int[] {4}), Rle.ofPixels(2, 2, new byte[4]));
  }

  @Test
  void textsAreAsWorkedByHand() {
    // 0 to 15 in one character, 16 in two as its top bit would be a sign: 16 + 32, then 0.
    assertEquals("0?", Rle.of(3, 5, new int[] {0, 15}).encode());
    assertEquals("`0", Rle.of(4, 4, new int[] {16}).encode());
    // The fourth run as what it is more than the second: 3 - 5 = -2, 30 in five bits.
    assertEquals("159N", Rle.of(3, 6, new int[] {1, 5, 9, 3}).encode());
    assertEquals(Rle.of(3, 6, new int[] {1, 5, 9, 3}), decode(3, 6, "159N"));
  }

  @Test
  void masksSurviveTheirText() {
    Random random = new Random(1);
    for (int i = 0; i < 500; i++) {
      int[] size = SIZES[i % SIZES.length];
      Rle mask = random(random, size[0], size[1]);
      assertEquals(mask, decode(size[0], size[1], mask.encode()));
      assertEquals(mask, Rle.ofPixels(size[0], size[1], mask.toPixels()));
    }
  }

  @Test
  void longRunsSurviveTheirText() {
    Rle[] masks = {
      Rle.of(1, Integer.MAX_VALUE, new int[] {Integer.MAX_VALUE}),
      Rle.of(1, Integer.MAX_VALUE, new int[] {0, Integer.MAX_VALUE, 0, 0, 0}),
      Rle.of(46340, 46340, new int[] {1, 2, 2147395594, 1, 0, 1, 1}),
    };
    for (Rle mask : masks) {
      assertEquals(mask, decode(mask.height(), mask.width(), mask.encode()));
    }
    assertArrayEquals(new double[] {0, 0, Integer.MAX_VALUE, 1}, masks[1].box());
  }

  @Test
  void textsInTheMiddleOfOthersAreDecoded() {
    byte[] text = "{\"159N\"}".getBytes(StandardCharsets.US_ASCII);
    assertArrayEquals(new int[] {1, 5, 9, 3}, Rle.decode(3, 6, text, 2, 6).runs());
  }

  @Test
  void badTextsAreRefused() {
    assertEquals(
        "mask: character 1 of the text has the code 33, accepted are '0' (48) to 'o' (111)",
        refusal(3, 6, "1!9N"));
    assertEquals(
        "mask: character 1 of the text has the code 112, accepted are '0' (48) to 'o' (111)",
        refusal(3, 6, "op9N"));
    assertEquals(
        "mask: character 2 of the text is the last and says that more follow",
        refusal(3, 6, "15P"));
    assertEquals(
        "mask: character 1 of the text begins a number of more than 7 characters",
        refusal(3, 6, "1" + "P".repeat(50)));
    assertEquals(
        "mask: character 1 of the text begins run 1 of length -1, expected 0 to the 17 pixels left"
            + " of height 3 · width 6 = 18",
        refusal(3, 6, "1O"));
    assertEquals(
        "mask: character 3 of the text begins run 3 of length -3, expected 0 to the 3 pixels left"
            + " of height 3 · width 6 = 18",
        refusal(3, 6, "159H"));
    assertEquals(
        "mask: character 2 of the text begins run 2 of length 15, expected 0 to the 12 pixels left"
            + " of height 3 · width 6 = 18",
        refusal(3, 6, "15?"));
    assertEquals(
        "mask: the text's runs add up to 15, expected height 3 · width 6 = 18",
        refusal(3, 6, "159"));
    assertEquals(
        "mask: the text's runs add up to 0, expected height 3 · width 6 = 18", refusal(3, 6, ""));
    assertTrue(refusal(3, 6, "1\u00e9").contains("has the code 233"));
    // The largest number that 7 characters hold, 2^34 - 1.
    assertTrue(refusal(3, 6, "oooooo?").contains("of length 17179869183,"));
  }

  @Test
  void anyTextIsDecodedOrRefused() {
    Random random = new Random(2);
    int decoded = 0;
    for (int i = 0; i < 200_000; i++) {
      byte[] text = new byte[random.nextInt(6)];
      for (int k = 0; k < text.length; k++) {
        text[k] = (byte) (random.nextInt(20) == 0 ? random.nextInt(256) : 48 + random.nextInt(8));
      }
      try {
        Rle mask = Rle.decode(2, 3, text, 0, text.length);
        assertEquals(6, Arrays.stream(mask.runs()).sum());
        decoded++;
      } catch (IllegalArgumentException expected) {
        assertTrue(expected.getMessage().startsWith("mask: "));
      }
    }
    assertTrue(decoded > 1000);
  }

  @Test
  void badRunsAreRefused() {
    assertEquals(
        "mask: the runs add up to 5, expected height 2 · width 3 = 6",
        refusal(2, 3, new int[] {2, 3}));
    assertEquals("mask: run 1 is -1 long, expected 0 or more", refusal(2, 3, new int[] {7, -1}));
    // 2^32 + 6, which is 6 in an int.
    assertEquals(
        "mask: the runs add up to 4294967302, expected height 2 · width 3 = 6",
        refusal(2, 3, new int[] {Integer.MAX_VALUE, Integer.MAX_VALUE, 8}));
    assertEquals("mask: height -2, width -3, expected 0 or more", refusal(-2, -3, new int[] {6}));
    assertEquals(
        "mask: height 65536 · width 65536 = 4294967296 pixels, accepted are fewer than 2^31",
        refusal(65536, 65536, new int[] {}));
    assertThrows(IllegalArgumentException.class, () -> Rle.ofPixels(2, 3, new byte[5]));
  }

  @Test
  void boxesAndAreasAreThoseOfThePixels() {
    Random random = new Random(3);
    for (int i = 0; i < 2000; i++) {
      int height = 1 + random.nextInt(6);
      int width = 1 + random.nextInt(6);
      Rle mask = withGaps(random, random(random, height, width));
      byte[] pixels = mask.toPixels();
      int area = 0;
      int left = width;
      int top = height;
      int right = 0;
      int bottom = 0;
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          if (pixels[y * width + x] != 0) {
            area++;
            left = Math.min(left, x);
            top = Math.min(top, y);
            right = Math.max(right, x + 1);
            bottom = Math.max(bottom, y + 1);
          }
        }
      }
      assertEquals(area, mask.area());
      double[] box = {left, top, right - left, bottom - top};
      assertArrayEquals(area == 0 ? new double[4] : box, mask.box(), mask.toString());
    }
  }

  @Test
  void boxesSkipRunsWithoutPixels() {
    // pycocotools 2.0.11 gives the same for the first two, and for the last nonsense.
    assertArrayEquals(new double[] {1, 2, 1, 1}, Rle.of(3, 4, new int[] {3, 0, 2, 1, 6}).box());
    assertArrayEquals(new double[] {1, 0, 1, 3}, Rle.of(3, 4, new int[] {3, 2, 0, 1, 6}).box());
    assertArrayEquals(new double[4], Rle.of(3, 4, new int[] {3, 0, 9}).box());
  }

  @Test
  void unionsAndIntersectionsAreThoseOfThePixels() {
    Random random = new Random(4);
    for (int i = 0; i < 3000; i++) {
      int[] size = SIZES[i % SIZES.length];
      Rle[] masks = new Rle[2 + random.nextInt(4)];
      byte[] any = new byte[size[0] * size[1]];
      byte[] all = new byte[size[0] * size[1]];
      Arrays.fill(all, (byte) 1);
      for (int k = 0; k < masks.length; k++) {
        masks[k] = withGaps(random, random(random, size[0], size[1]));
        byte[] pixels = masks[k].toPixels();
        for (int p = 0; p < pixels.length; p++) {
          any[p] |= pixels[p];
          all[p] &= pixels[p];
        }
      }
      assertEquals(Rle.ofPixels(size[0], size[1], any), Rle.union(List.of(masks)));
      assertEquals(Rle.ofPixels(size[0], size[1], all), Rle.intersection(List.of(masks)));
    }
  }

  @Test
  void masksOfDifferentSizesAreNotMerged() {
    List<Rle> masks = List.of(Rle.of(2, 3, new int[] {6}), Rle.of(3, 2, new int[] {6}));
    assertThrows(IllegalArgumentException.class, () -> Rle.union(masks));
    assertThrows(IllegalArgumentException.class, () -> Rle.intersection(List.of()));
  }

  /** A mask of long and short runs. */
  static Rle random(Random random, int height, int width) {
    byte[] pixels = new byte[height * width];
    int density = random.nextInt(11);
    int stay = 1 + random.nextInt(8);
    byte pixel = 0;
    for (int x = 0; x < width; x++) {
      for (int y = 0; y < height; y++) {
        if (random.nextInt(stay) == 0) {
          pixel = (byte) (random.nextInt(10) < density ? 1 : 0);
        }
        pixels[y * width + x] = pixel;
      }
    }
    return Rle.ofPixels(height, width, pixels);
  }

  /** The same mask, some of its runs cut in two by a run of length 0. */
  static Rle withGaps(Random random, Rle mask) {
    int[] runs = new int[3 * mask.runs().length + 2];
    int count = 0;
    for (int run : mask.runs()) {
      if (random.nextInt(4) == 0) {
        int part = random.nextInt(run + 1);
        runs[count++] = part;
        runs[count++] = 0;
        runs[count++] = run - part;
      } else {
        runs[count++] = run;
      }
    }
    count += random.nextInt(3);
    return Rle.of(mask.height(), mask.width(), Arrays.copyOf(runs, count));
  }

  private static Rle decode(int height, int width, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return Rle.decode(height, width, bytes, 0, bytes.length);
  }

  private static String refusal(int height, int width, String text) {
    return assertThrows(IllegalArgumentException.class, () -> decode(height, width, text))
        .getMessage();
  }

  private static String refusal(int height, int width, int[] runs) {
    return assertThrows(IllegalArgumentException.class, () -> Rle.of(height, width, runs))
        .getMessage();
  }
}
