package dev.riffle.assign;

import static dev.riffle.assign.Assigner.BACKGROUND;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.riffle.box.Box;
import dev.riffle.box.Truths;
import dev.riffle.box.Truths.Truth;
import dev.riffle.decode.DistanceDecoder;
import dev.riffle.graph.Shape;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** By hand, on a row of six places at x = 5, 15 … 55, y = 5. */
class DynamicSoftLabelTest {
  private static final Places ROW =
      Places.of(new DistanceDecoder(3, 7, List.of(10), 0.5f), new Shape(3, 10, 60));
  private static final Box NOWHERE = new Box(900, 900, 901, 901);

  /** Predicted boxes; classes cost by {@code [category][place]}. */
  private record Fake(Box[] boxes, double[][] classes) implements Predictions {
    @Override
    public Box box(int place) {
      return boxes[place];
    }

    @Override
    public double classLoss(int place, int category, double quality) {
      return classes[category][place];
    }
  }

  private static Box[] boxes(Box... boxes) {
    Box[] six = new Box[6];
    Arrays.fill(six, NOWHERE);
    System.arraycopy(boxes, 0, six, 0, boxes.length);
    return six;
  }

  private static int[] assign(int topk, Predictions predictions, Truth... objects) {
    Truths truths = new Truths(List.of(objects), List.of());
    return new DynamicSoftLabel(topk, 3).assign(ROW, truths, predictions);
  }

  private static final Box WIDE = new Box(0, 0, 40, 10);

  /** Overlaps 1, 0.75, 0.5, 0.25 add up to 2.5: the two cheapest learn. */
  @Test
  void asManyLearnAsOverlapsAddUpTo() {
    Box[] found = boxes(WIDE, new Box(0, 0, 30, 10), new Box(0, 0, 20, 10), new Box(0, 0, 10, 10));
    double[][] classes = new double[3][6];
    Truth object = new Truth(WIDE, 1);
    assertArrayEquals(
        new int[] {0, 0, -1, -1, -1, -1}, assign(13, new Fake(found, classes), object));
    // of the two largest alone 1.75
    assertArrayEquals(
        new int[] {0, -1, -1, -1, -1, -1}, assign(2, new Fake(found, classes), object));
    // 3 · ln(1 / 0.5) = 2.08 cheaper in class than the second: the third instead
    classes[1] = new double[] {0, 3, 0, 9, 0, 0};
    assertArrayEquals(
        new int[] {0, -1, 0, -1, -1, -1}, assign(13, new Fake(found, classes), object));
  }

  /** Nothing overlaps it: the one that costs its class least. */
  @Test
  void everyObjectHasOneAtLeast() {
    double[][] classes = {{5, 4, 3, 4, 0, 0}, new double[6], new double[6]};
    assertArrayEquals(
        new int[] {-1, -1, 0, -1, -1, -1},
        assign(13, new Fake(boxes(), classes), new Truth(WIDE, 0)));
  }

  /** The second object has a place to itself, but one within the first suits it better. */
  @Test
  void aPlaceInOneObjectMayLearnAnother() {
    Box second = new Box(40, 0, 50, 10);
    Box[] found = boxes(WIDE, second);
    double[][] classes = new double[3][6];
    assertArrayEquals(
        new int[] {0, 1, -1, -1, -1, -1},
        assign(13, new Fake(found, classes), new Truth(WIDE, 0), new Truth(second, 1)));
  }

  /**
   * Two objects want the place that a third, which wants another, has for less: it goes to that.
   */
  @Test
  void aPlaceWantedTwiceGoesToWhomItCostsLeast() {
    Box first = new Box(0, 0, 10, 10);
    Box second = new Box(10, 0, 20, 10);
    Box third = new Box(20, 0, 30, 10);
    Truth[] objects = {new Truth(first, 0), new Truth(second, 1), new Truth(third, 2)};
    double[][] classes = {{9, 9, 5, 9, 9, 9}, {9, 9, 4, 9, 9, 9}, {2, 9, 3, 9, 9, 9}};
    assertArrayEquals(
        new int[] {2, -1, 2, -1, -1, -1}, assign(13, new Fake(boxes(), classes), objects));
    classes[2][2] = 4; // equal: the one that comes first
    assertArrayEquals(
        new int[] {2, -1, 1, -1, -1, -1}, assign(13, new Fake(boxes(), classes), objects));
  }

  @Test
  void objectsWithoutAPlaceInThemGetNone() {
    Truth between = new Truth(new Box(6, 0, 14, 10), 0);
    assertArrayEquals(
        new int[] {-1, -1, -1, -1, -1, -1},
        assign(13, new Fake(boxes(), new double[3][6]), between));
  }

  @Test
  void predictionsThatAreNoNumbersAssignNothing() {
    double[][] classes = {{Double.NaN, Double.NaN, Double.NaN, Double.NaN, 0, 0}, {}, {}};
    int[] assigned = assign(13, new Fake(boxes(), classes), new Truth(WIDE, 0));
    int[] none = new int[6];
    Arrays.fill(none, BACKGROUND);
    assertArrayEquals(none, assigned);
  }
}
