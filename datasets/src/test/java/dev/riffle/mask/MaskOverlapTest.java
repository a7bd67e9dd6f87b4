package dev.riffle.mask;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class MaskOverlapTest {
  @Test
  void overlapsAreAsWorkedByHand() {
    // Columns of three: # # . .   and   . # # .
    //                   # # . .         . # . .
    //                   . . . .         . # . .
    Rle detection = Rle.of(3, 4, new int[] {0, 2, 1, 2, 7});
    Rle truth = Rle.of(3, 4, new int[] {3, 4, 5});
    assertEquals(2.0 / 6, overlap(detection, truth, false));
    assertEquals(2.0 / 4, overlap(detection, truth, true));
    assertEquals(1, overlap(truth, truth, false));
    assertEquals(1, overlap(truth, truth, true));
  }

  @Test
  void aCrowdIsTheTruthsAndNotTheDetections() {
    Rle small = Rle.of(2, 2, new int[] {0, 1, 3});
    Rle large = Rle.of(2, 2, new int[] {0, 4});
    assertEquals(1, overlap(small, large, true));
    assertEquals(0.25, overlap(large, small, true));
    assertEquals(0.25, overlap(small, large, false));
  }

  @Test
  void emptyMasksOverlapNothing() {
    Rle empty = Rle.of(2, 2, new int[] {4});
    Rle full = Rle.of(2, 2, new int[] {0, 4});
    assertEquals(0, overlap(empty, empty, false));
    assertEquals(0, overlap(empty, full, true));
    assertEquals(0, overlap(full, empty, true));
    assertEquals(0, overlap(Rle.of(0, 3, new int[] {}), Rle.of(0, 3, new int[] {0}), false));
  }

  @Test
  void sizesAreComparedOnlyWhereTheBoxesMeet() {
    Rle left = Rle.of(2, 3, new int[] {0, 2, 4});
    assertEquals(-1, overlap(left, Rle.of(3, 2, new int[] {0, 3, 3}), false));
    assertEquals(-1, overlap(left, Rle.of(3, 2, new int[] {0, 3, 3}), true));
    assertEquals(0, overlap(left, Rle.of(3, 2, new int[] {3, 3}), false));
    // Also where the short cut would say 0.
    Rle corner = Rle.of(50, 50, new int[] {0, 1, 2499});
    Rle all = Rle.of(60, 60, new int[] {0, 3600});
    assertEquals(-1, MaskOverlap.of(Spans.of(corner), Spans.of(all), false, 0.5));
  }

  @Test
  void interleavedMasksWithOneBoxShareNothing() {
    assertEquals(
        0,
        overlap(
            Rle.of(1, 6, new int[] {0, 1, 1, 1, 1, 1, 1}),
            Rle.of(1, 6, new int[] {1, 1, 1, 1, 1, 1}),
            false));
  }

  @Test
  void overlapsAreThoseOfThePixels() {
    Random random = new Random(6);
    int cut = 0;
    for (int i = 0; i < 20_000; i++) {
      int height = 1 + random.nextInt(9);
      int width = 1 + random.nextInt(9);
      Rle a = RleTest.random(random, height, width);
      Rle b = RleTest.random(random, height, width);
      Spans one = Spans.of(i % 3 == 0 ? RleTest.withGaps(random, a) : a);
      Spans other = Spans.of(i % 3 == 1 ? RleTest.withGaps(random, b) : b);
      byte[] pixels = a.toPixels();
      byte[] otherPixels = b.toPixels();
      int common = 0;
      int either = 0;
      for (int p = 0; p < pixels.length; p++) {
        common += pixels[p] & otherPixels[p];
        either += pixels[p] | otherPixels[p];
      }
      for (boolean crowd : new boolean[] {false, true}) {
        double expected = common == 0 ? 0 : (double) common / (crowd ? a.area() : either);
        assertEquals(expected, MaskOverlap.of(one, other, crowd, MaskOverlap.EXACT));
        assertEquals(expected, MaskOverlap.of(one, other, crowd, -1));
        assertEquals(expected, MaskOverlap.of(one, other, crowd, Double.NaN));
        for (double lowest : new double[] {0.05, 0.5, 0.75, 1, 7}) {
          double quick = MaskOverlap.of(one, other, crowd, lowest);
          assertTrue(quick == expected || quick == 0 && expected < Math.min(lowest, 1));
          cut += quick != expected ? 1 : 0;
        }
      }
    }
    assertTrue(cut > 1000);
  }

  @Test
  void whereBothHaveAnEmptyRunTheCountingEndsAsInPycocotools() {
    // What pycocotools 2.0.11 gives; by their pixels it is 1 of 5.
    assertEquals(
        1,
        overlap(
            Rle.of(6, 2, new int[] {2, 1, 0, 0, 1, 0, 8, 0}),
            Rle.of(6, 2, new int[] {2, 1, 0, 3, 3, 1, 2, 0, 0}),
            false));
    // Nor may the short cut, which is by the whole areas, hide it.
    Spans detection = Spans.of(Rle.of(6, 2, new int[] {2, 1, 0, 0, 1, 0, 8, 0}));
    Spans truth = Spans.of(Rle.of(6, 2, new int[] {2, 1, 0, 3, 3, 1, 2, 0, 0}));
    assertEquals(1, MaskOverlap.of(detection, truth, false, 0.5));
  }

  @Test
  void allOverlapsAreInRowsOfDetections() {
    Spans full = Spans.of(Rle.of(2, 2, new int[] {0, 4}));
    Spans half = Spans.of(Rle.of(2, 2, new int[] {0, 2, 2}));
    Spans[] detections = {full, half, full};
    Spans[] truths = {full, half};
    assertArrayEquals(
        new double[] {1, .5, .5, 1, 1, .5},
        MaskOverlap.all(detections, truths, new boolean[] {false, true}, MaskOverlap.EXACT));
    assertEquals(0, MaskOverlap.all(new Spans[0], truths, new boolean[2], 0).length);
    assertEquals(0, MaskOverlap.all(detections, new Spans[0], new boolean[0], 0).length);
  }

  private static double overlap(Rle detection, Rle truth, boolean crowd) {
    return MaskOverlap.of(Spans.of(detection), Spans.of(truth), crowd, MaskOverlap.EXACT);
  }
}
