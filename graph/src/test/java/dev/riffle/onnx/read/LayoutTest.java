package dev.riffle.onnx.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class LayoutTest {
  private final Layout map = Layout.inOrder(7, 6, 5, 4);

  @Test
  void cuttingAndJoiningAxesMovesNothing() {
    assertEquals(map, map.reshaped(new long[] {0, 2, 3, 20}).reshaped(new long[] {7, 6, 5, -1}));
    assertEquals(Layout.inOrder(7, 120), map.reshaped(new long[] {0, -1}));
    assertEquals(Layout.inOrder(840), map.reshaped(new long[] {-1}));
    assertArrayEquals(new long[] {7, 1, 6, 1, 20}, shape(7, 1, 6, 1, 20));
  }

  private long[] shape(long... lengths) {
    return map.reshaped(lengths).lengths();
  }

  /** 6 channels as 2 rows of 3, turned: 0 3 1 4 2 5, three steps of 20 numbers and two of 60. */
  @Test
  void aShuffleShowsInTheChannels() {
    Layout turned =
        map.reshaped(new long[] {7, 2, 3, 5, 4})
            .transposed(List.of(0L, 2L, 1L, 3L, 4L))
            .reshaped(new long[] {7, -1, 5, 4});
    assertArrayEquals(map.lengths(), turned.lengths());
    assertNotEquals(map, turned);
    assertEquals(List.of(new Layout.Run(3, 20), new Layout.Run(2, 60)), turned.axes().get(1));
  }

  @Test
  void turningThereAndBackIsNothing() {
    List<Long> order = List.of(0L, 2L, 3L, 1L);
    List<Long> back = List.of(0L, 3L, 1L, 2L);
    assertEquals(map, map.transposed(order).transposed(back));
    assertNotEquals(map.reshaped(new long[] {7, 5, 4, 6}), map.transposed(order));
  }

  private static String refusal(Runnable change) {
    return assertThrows(IllegalArgumentException.class, change::run).getMessage();
  }

  @Test
  void whatCannotBeIsRefused() {
    assertEquals(
        "[7, 6, 5, 4] cannot be had as [7, 6, 5]",
        refusal(() -> map.reshaped(new long[] {7, 6, 5})));
    assertEquals(
        "[7, 6, 5, 4] cannot be had as [-1, -1]", refusal(() -> map.reshaped(new long[] {-1, -1})));
    assertEquals(
        "[7, 6, 5, 4] cannot be had as [11, -1]", refusal(() -> map.reshaped(new long[] {11, -1})));
    assertEquals(
        "axes of 5 and 4 cannot be cut into one another",
        refusal(() -> map.transposed(List.of(2L, 0L, 1L, 3L)).reshaped(new long[] {4, 5, 42})));
    assertEquals(
        "no order of 4 axes: [0, 1, 1, 3]", refusal(() -> map.transposed(List.of(0L, 1L, 1L, 3L))));
  }
}
