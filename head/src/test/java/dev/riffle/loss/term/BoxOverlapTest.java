package dev.riffle.loss.term;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.box.Box;
import dev.riffle.testing.Shared;
import dev.riffle.weights.StateDict;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BoxOverlapTest {
  private static final Box TRUTH = new Box(10, 10, 30, 20);

  private static StateDict ops() throws IOException {
    return StateDict.read(Shared.path("fixtures/nanodet_ops/ops.safetensors"));
  }

  private static Box[] boxes(StateDict ops, String name) {
    float[] sides = ops.get(name).toTensor().data();
    Box[] boxes = new Box[sides.length / 4];
    Arrays.setAll(
        boxes, i -> new Box(sides[4 * i], sides[4 * i + 1], sides[4 * i + 2], sides[4 * i + 3]));
    return boxes;
  }

  /** Identical, disjoint, touching, nested, flat, pointlike, inverted and tiny boxes among them. */
  @Test
  void overlapsAndSlopesAreTheOriginals() throws IOException {
    StateDict ops = ops();
    Box[] predicted = boxes(ops, "pairs.a");
    Box[] truths = boxes(ops, "pairs.b");
    double[] iou = ops.get("pairs.iou_f64").toDoubles();
    double[] giou = ops.get("pairs.giou_f64").toDoubles();
    double[] slopes = ops.get("pairs.grad_a_of_sum_1_minus_giou_f64").toDoubles();
    double[] weights = ops.get("giou_loss.weight").toDoubles();
    double[] weightedSlopes = ops.get("giou_loss.grad_f64").toDoubles();
    double scale = 2 / 3.7;
    double sum = 0;
    for (int i = 0; i < predicted.length; i++) {
      assertEquals(iou[i], BoxOverlap.IOU.of(predicted[i], truths[i]).value(), 1e-12, "IoU " + i);
      Dual found = BoxOverlap.GIOU.of(predicted[i], truths[i]);
      assertEquals(giou[i], found.value(), 1e-12, "GIoU " + i);
      sum += scale * weights[i] * (1 - found.value());
      for (int side = 0; side < 4; side++) {
        String where = "pair " + i + ", side " + side;
        double slope = slopes[4 * i + side];
        double tolerance = 1e-12 + 1e-9 * Math.abs(slope);
        assertEquals(slope, -found.slope(side), tolerance, where);
        double weighted = -scale * weights[i] * found.slope(side);
        assertEquals(weightedSlopes[4 * i + side], weighted, tolerance, where);
      }
    }
    assertEquals(ops.get("giou_loss.value_weight2_avg3.7_f64").toDoubles()[0], sum, 1e-10);
  }

  /** What assigners go by, in float32. */
  @Test
  void pairwiseOverlapsAreTheOriginals() throws IOException {
    StateDict ops = ops();
    Box[] a = boxes(ops, "pairs.a");
    Box[] b = boxes(ops, "pairs.b");
    float[] expected = ops.get("pairwise_iou_a20_b15_f32").toTensor().data();
    for (int i = 0; i < 20; i++) {
      for (int j = 0; j < 15; j++) {
        assertEquals(expected[15 * i + j], a[10 + i].intersectionOverUnion(b[30 + j]), 1e-6);
      }
    }
  }

  /** Moved by (3, 4): shares 17·6 of 298, enclosed by 23×14. */
  @Test
  void aMovedBoxByHand() {
    Box moved = new Box(13, 14, 33, 24);
    double iou = 102 / 298.0;
    double diou = iou - 25.0 / (23 * 23 + 14 * 14);
    assertEquals(iou, BoxOverlap.IOU.of(moved, TRUTH).value(), 1e-15);
    assertEquals(iou - (322 - 298) / 322.0, BoxOverlap.GIOU.of(moved, TRUTH).value(), 1e-15);
    assertEquals(diou, BoxOverlap.DIOU.of(moved, TRUTH).value(), 1e-15);
    assertEquals(diou, BoxOverlap.CIOU.of(moved, TRUTH).value(), 1e-15); // the same proportions
  }

  /** A square around the same centre: shares 10·10 of 300; the angles are 45° and atan 2. */
  @Test
  void aBoxOfOtherProportionsByHand() {
    Box square = new Box(10, 5, 30, 25);
    double iou = 200 / 400.0;
    double v = 4 / (Math.PI * Math.PI) * Math.pow(Math.atan(2) - Math.PI / 4, 2);
    double ciou = iou - v * v / (1 - iou + v);
    assertEquals(iou, BoxOverlap.DIOU.of(square, TRUTH).value(), 1e-15);
    assertEquals(ciou, BoxOverlap.CIOU.of(square, TRUTH).value(), 1e-15);
  }

  @ParameterizedTest
  @EnumSource
  void aBoxOnItsObjectCannotBeBettered(BoxOverlap overlap) {
    Dual found = overlap.of(TRUTH, TRUTH);
    assertEquals(1, found.value(), 1e-15);
    for (int side = 0; side < 4; side++) {
      assertEquals(0, found.slope(side), 1e-15);
    }
  }

  @ParameterizedTest
  @EnumSource
  void slopesAreWhatASmallStepChanges(BoxOverlap overlap) {
    Random random = new Random(3);
    for (int i = 0; i < 200; i++) {
      float[] sides = {random.nextInt(64), random.nextInt(64), 0, 0};
      sides[2] = sides[0] + 1 + random.nextInt(64) + 0.5f;
      sides[3] = sides[1] + 1 + random.nextInt(64) + 0.5f;
      Box truth = new Box(20.25f, 24.25f, 60.25f, 44.25f);
      Dual found = overlap.of(box(sides), truth);
      for (int side = 0; side < 4; side++) {
        float step = 0x1p-6f; // exact beside all of the sides
        float[] more = sides.clone();
        more[side] += step;
        float[] less = sides.clone();
        less[side] -= step;
        double change = value(overlap, more, sides, truth) - value(overlap, less, sides, truth);
        assertEquals(change / (2 * step), found.slope(side), 2e-5, overlap + " " + box(sides));
      }
    }
  }

  private static Box box(float[] sides) {
    return new Box(sides[0], sides[1], sides[2], sides[3]);
  }

  // CIoU's α stays as it is at the box from which the step is made.
  private static double value(BoxOverlap overlap, float[] sides, float[] from, Box truth) {
    if (overlap != BoxOverlap.CIOU) {
      return overlap.of(box(sides), truth).value();
    }
    double v = unlikeness(box(from), truth);
    double alpha = v / (1 - BoxOverlap.IOU.of(box(from), truth).value() + v);
    return BoxOverlap.DIOU.of(box(sides), truth).value() - alpha * unlikeness(box(sides), truth);
  }

  private static double unlikeness(Box box, Box truth) {
    double angles =
        Math.atan(truth.width() / truth.height()) - Math.atan(box.width() / (double) box.height());
    return 4 / (Math.PI * Math.PI) * angles * angles;
  }

  @Test
  void boxesWithoutAreaGiveNumbers() {
    Box point = new Box(15, 15, 15, 15);
    for (BoxOverlap overlap : BoxOverlap.values()) {
      for (Box truth : new Box[] {TRUTH, point}) {
        Dual found = overlap.of(point, truth);
        assertTrue(Double.isFinite(found.value()), overlap + " " + truth);
        for (int side = 0; side < 4; side++) {
          assertTrue(Double.isFinite(found.slope(side)), overlap + " " + truth + " side " + side);
        }
      }
    }
  }
}
