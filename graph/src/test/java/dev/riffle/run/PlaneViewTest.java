package dev.riffle.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.riffle.graph.Tensor;
import org.junit.jupiter.api.Test;

class PlaneViewTest {

  @Test
  void findsAPictureOfABatch() {
    Tensor batch = new Tensor(new float[2 * 3 * 4 * 5], 2, 3, 4, 5);
    PlaneView second = PlaneView.of(batch, 1);
    assertSame(batch.data(), second.data());
    assertArrayEquals(new int[] {60, 80, 100}, second.offsets());
    assertEquals(3, second.channels());
    assertEquals(4, second.height());
    assertEquals(5, second.width());
    assertEquals(5, second.pitch());
  }

  @Test
  void lastRowNeedsNoPitch() {
    new PlaneView(new float[8 + 3], new int[] {0}, 3, 3, 4); // rows at 0, 4 and 8
    refused(
        "offsets[1]: expected a plane within 11 numbers, found 1 to 11",
        () -> new PlaneView(new float[11], new int[] {0, 1}, 3, 3, 4));
    refused(
        "offsets[0]: expected a plane within 11 numbers, found -1 to 9",
        () -> new PlaneView(new float[11], new int[] {-1}, 3, 3, 4));
  }

  @Test
  void refusesSizesThatAreNone() {
    refused(
        "pitch: expected the width 3 or more, found 2",
        () -> new PlaneView(new float[9], new int[] {0}, 3, 3, 2));
    refused(
        "size: expected 1 or more, found 0x3 (height x width)",
        () -> new PlaneView(new float[9], new int[] {0}, 0, 3, 3));
    refused(
        "expected a picture of float32[1, 1, 1, 1], found 1",
        () -> PlaneView.of(new Tensor(new float[1], 1, 1, 1, 1), 1));
    refused(
        "expected a batch of [N, C, H, W], found float32[1]",
        () -> PlaneView.of(new Tensor(new float[1], 1), 0));
  }

  @Test
  void copiesToAnotherPitch() {
    PlaneView from = PlaneView.of(new Tensor(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 1, 2, 2, 2), 0);
    float[] data = new float[12];
    from.copyTo(new PlaneView(data, new int[] {6, 0}, 2, 2, 3));
    assertArrayEquals(new float[] {5, 6, 0, 7, 8, 0, 1, 2, 0, 3, 4, 0}, data);
    refused(
        "expected 2x2x2, found 1x2x2",
        () -> from.copyTo(new PlaneView(data, new int[] {0}, 2, 2, 2)));
  }

  private static void refused(String message, Runnable making) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, making::run).getMessage());
  }
}
