package dev.riffle.video.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.riffle.image.OpenCv;
import org.junit.jupiter.api.Test;
import org.opencv.core.CvType;
import org.opencv.core.Mat;

/** Matrices as ISO 14496-12 defines them, on a picture of 2x3 numbers. */
class TurnTest {
  private static final int ONE = 1 << 16;

  private static Turn turn(int a, int b, int c, int d) {
    return Turn.of(new int[] {a * ONE, b * ONE, 0, c * ONE, d * ONE, 0, 0, 0, 1 << 30});
  }

  private static byte[] turned(Turn turn) {
    OpenCv.load();
    Mat stored = new Mat(2, 3, CvType.CV_8U);
    stored.put(0, 0, new byte[] {1, 2, 3, 4, 5, 6});
    Mat shown = turn.apply(stored);
    byte[] numbers = new byte[6];
    shown.get(0, 0, numbers);
    assertEquals(turn.isAcross() ? 2 : 3, shown.cols());
    shown.release();
    stored.release();
    return numbers;
  }

  @Test
  void quartersTurnClockwise() {
    assertArrayEquals(new byte[] {1, 2, 3, 4, 5, 6}, turned(turn(1, 0, 0, 1)));
    assertArrayEquals(new byte[] {4, 1, 5, 2, 6, 3}, turned(turn(0, 1, -1, 0)));
    assertArrayEquals(new byte[] {6, 5, 4, 3, 2, 1}, turned(turn(-1, 0, 0, -1)));
    assertArrayEquals(new byte[] {3, 6, 2, 5, 1, 4}, turned(turn(0, -1, 1, 0)));
  }

  @Test
  void mirrorsAreKept() {
    assertArrayEquals(new byte[] {3, 2, 1, 6, 5, 4}, turned(turn(-1, 0, 0, 1)));
    assertArrayEquals(new byte[] {4, 5, 6, 1, 2, 3}, turned(turn(1, 0, 0, -1)));
    assertArrayEquals(new byte[] {1, 4, 2, 5, 3, 6}, turned(turn(0, 1, 1, 0)));
    assertArrayEquals(new byte[] {6, 3, 5, 2, 4, 1}, turned(turn(0, -1, -1, 0)));
  }
}
