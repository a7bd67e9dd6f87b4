package dev.riffle.assign;

import static dev.riffle.assign.Assigner.BACKGROUND;
import static dev.riffle.assign.Assigner.IGNORED;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.riffle.box.Box;
import dev.riffle.box.Truths;
import dev.riffle.box.Truths.Truth;
import dev.riffle.decode.DistanceDecoder;
import dev.riffle.graph.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AtssTest {
  // One row of places at x = 5, 15, 25 … 95, y = 5, with cells 10 wide.
  private static final Places ROW =
      Places.of(new DistanceDecoder(3, 7, List.of(10), 0.5f), new Shape(3, 10, 100));

  private static Truths truths(Box... boxes) {
    return new Truths(Arrays.stream(boxes).map(box -> new Truth(box, 0)).toList(), List.of());
  }

  private static int[] assign(int topk, Truths truths) {
    return new Atss(topk, 1).assign(ROW, truths, null); // it needs no predictions
  }

  private static int[] row(int... assigned) {
    return assigned;
  }

  /** Overlaps of 1, 0, 0: mean 1/3, deviation √(1/3): only the middle one reaches 0.91. */
  @Test
  void thoseThatOverlapMoreThanUsualLearn() {
    assertArrayEquals(
        row(-1, -1, -1, 0, -1, -1, -1, -1, -1, -1), assign(3, truths(new Box(30, 0, 40, 10))));
  }

  /**
   * From 30 to 50 with candidates at 25, 35, 45, 55 (of 25 and 55 the overlap is 0): those within
   * overlap by 1/2, the threshold is 1/4 + √(1/12) = 0.54, so that none learns; with the two
   * nearest alone it is 1/2, and both do.
   */
  @Test
  void theThresholdIsMeanAndUnbiasedDeviation() {
    Truths wide = truths(new Box(30, 0, 50, 10));
    assertArrayEquals(all(BACKGROUND), assign(4, wide));
    assertArrayEquals(row(-1, -1, -1, 0, 0, -1, -1, -1, -1, -1), assign(2, wide));
  }

  @Test
  void aSingleCandidateIsItsOwnThreshold() {
    assertArrayEquals(
        row(-1, -1, -1, 0, -1, -1, -1, -1, -1, -1), assign(1, truths(new Box(30, 0, 40, 10))));
  }

  /** Tiny and between places: its candidates lie outside. */
  @Test
  void aTinyObjectMayGetNone() {
    assertArrayEquals(all(BACKGROUND), assign(9, truths(new Box(39, 4, 41, 6))));
  }

  @Test
  void aPlaceGoesToTheObjectThatItsCellOverlapsMost() {
    Box exact = new Box(30, 0, 40, 10);
    Box smaller = new Box(31, 1, 39, 9);
    int[] expected = all(BACKGROUND);
    expected[3] = 0;
    assertArrayEquals(expected, assign(3, truths(exact, smaller)));
    assertArrayEquals(expected, assign(3, truths(exact, exact))); // equal: the first
    expected[3] = 1;
    assertArrayEquals(expected, assign(3, truths(smaller, exact)));
  }

  @Test
  void ignoredRegionsFreeThePlacesInThemThatLearnNothing() {
    Truth object = new Truth(new Box(30, 0, 40, 10), 0);
    Truths truths = new Truths(List.of(object), List.of(new Box(20, 0, 55, 10)));
    assertArrayEquals(
        row(-1, -1, IGNORED, 0, IGNORED, -1, -1, -1, -1, -1), // 55 lies on the edge
        assign(3, truths));
    Truths crowd = new Truths(List.of(), List.of(new Box(-5, 4, 10, 6), new Box(90, 0, 200, 200)));
    assertArrayEquals(row(IGNORED, -1, -1, -1, -1, -1, -1, -1, -1, IGNORED), assign(3, crowd));
  }

  @Test
  void anEmptyPictureHasOnlyBackground() {
    assertArrayEquals(all(BACKGROUND), assign(9, Truths.NONE));
  }

  private static int[] all(int what) {
    return IntStream.generate(() -> what).limit(ROW.count()).toArray();
  }

  @Test
  void impossibleNumbersAreRefused() {
    assertEquals(
        "topk: expected 1 or more, found 0",
        assertThrows(IllegalArgumentException.class, () -> new Atss(0, 5)).getMessage());
    assertEquals(
        "octaveBaseScale: expected more than 0, found 0.0",
        assertThrows(IllegalArgumentException.class, () -> new Atss(9, 0)).getMessage());
    assertEquals(
        "topk: expected 1 or more, found 0",
        assertThrows(IllegalArgumentException.class, () -> new DynamicSoftLabel(0, 3))
            .getMessage());
    assertEquals(
        "iouFactor: expected 0 or more, found -1.0",
        assertThrows(IllegalArgumentException.class, () -> new DynamicSoftLabel(13, -1))
            .getMessage());
  }
}
