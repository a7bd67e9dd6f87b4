package dev.riffle.analysis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.eval.AreaRange;
import dev.riffle.eval.Evaluation;
import dev.riffle.eval.IouType;
import dev.riffle.eval.Settings;
import dev.riffle.eval.match.Evaluator;
import dev.riffle.eval.match.Matching;
import dev.riffle.eval.match.Scene;
import org.junit.jupiter.api.Test;

/** By hand: tables by category, curves, best scores. */
class CurvesTest {
  private static final Settings COCO = Settings.coco(IouType.BBOX);
  private static final double[] HERE = {0, 0, 10, 10};
  private static final double[] THERE = {100, 0, 10, 10};
  private static final double[] FURTHER = {200, 0, 10, 10};
  private static final double[] NOWHERE = {500, 500, 10, 10};

  /** Two objects of the first category: found, something wrong, found. None of the second. */
  private static Scene scene() {
    return new Scene()
        .truth(HERE)
        .truth(THERE)
        .detection(.9, HERE)
        .detection(.8, NOWHERE)
        .detection(.7, THERE);
  }

  private static Evaluation evaluation(Scene scene) {
    return Evaluator.evaluate(scene.dataset(), scene.results(), COCO);
  }

  private static Matching matching(Scene scene) {
    return Matching.of(scene.dataset(), scene.results(), COCO, 0.5, COCO.areas().get(0));
  }

  private static RankedCurves ranked(Scene scene) {
    return RankedCurves.of(scene.dataset(), scene.results(), matching(scene));
  }

  @Test
  void everyCategoryHasARow() {
    Scene scene = scene().detectionAt(0, 1, .5, HERE);
    CategoryTable table = CategoryTable.of(evaluation(scene), matching(scene));
    CategoryTable.Row first = table.rows().get(0);
    assertEquals(2, first.truths());
    assertEquals(3, first.detections());
    // Recall 0 to 0.50, 51 points, at precision 1; the other 50 at 2/3.
    assertEquals((51 + 50 * 2 / 3.0) / 101, first.figures().ap50(), 1e-12);
    CategoryTable.Row second = table.rows().get(1);
    assertEquals(0, second.truths());
    assertEquals(1, second.detections());
    assertEquals(-1, second.figures().ap(), 0);
    assertEquals(
        """
        id  category     AP   AP50   AP75  AP small  AP medium  AP large     AR  truths  detections
        1   c1        0.835  0.835  0.835     0.835          –         –  1.000       2           3
        2   c2            –      –      –         –          –         –      –       0           1
        """,
        table.table());
  }

  @Test
  void tableRefusesAnotherMatching() {
    Scene scene = scene();
    Matching one =
        Matching.of(
            scene.dataset(),
            scene.results(),
            COCO.withCategories(0),
            0.5,
            new AreaRange("all", 0, 1e10));
    var e =
        assertThrows(
            IllegalArgumentException.class, () -> CategoryTable.of(evaluation(scene), one));
    assertEquals("matching: expected 2 categories as in the evaluation, found 1", e.getMessage());
  }

  @Test
  void sampledCurveHasTheScoreAtEachPoint() {
    PrecisionRecall.Curve curve = PrecisionRecall.of(evaluation(scene()), 0.5).curves().get(0);
    assertEquals(1, curve.precision()[50], 1e-12);
    assertEquals(.9, curve.scores()[50], 0);
    assertEquals(2 / 3.0, curve.precision()[51], 1e-12);
    assertEquals(.7, curve.scores()[51], 0);
    assertEquals(2 / 3.0, curve.precision()[100], 1e-12);
  }

  @Test
  void categoryWithoutTruthsHasNoCurve() {
    PrecisionRecall curves = PrecisionRecall.of(evaluation(scene()), 0.5);
    assertEquals(-1, curves.curves().get(1).precision()[0], 0);
    assertTrue(curves.table().contains("c2"), curves.table());
    assertTrue(curves.table().lines().skip(3).findFirst().orElseThrow().endsWith("–"));
  }

  @Test
  void thresholdMayDifferInTheLastBit() {
    // The ninth of COCO's thresholds is 0.8999999999999999.
    assertEquals(0.8999999999999999, PrecisionRecall.of(evaluation(scene()), 0.9).iou(), 0);
  }

  @Test
  void unknownThresholdIsRefused() {
    Evaluation evaluation = evaluation(scene());
    for (double iou : new double[] {0.51, Double.NaN}) {
      var e =
          assertThrows(IllegalArgumentException.class, () -> PrecisionRecall.of(evaluation, iou));
      assertTrue(e.getMessage().startsWith("iou: expected one of [0.5, 0.55"), e.getMessage());
      assertTrue(e.getMessage().endsWith("found " + iou), e.getMessage());
    }
  }

  @Test
  void rankedCurveHasAPointForEveryDetection() {
    RankedCurves.Curve curve = ranked(scene()).curves().get(0);
    assertArrayEquals(new double[] {.9, .8, .7}, curve.scores());
    assertArrayEquals(new int[] {1, 1, 2}, curve.right());
    assertEquals(1 / 2.0, curve.precision(1), 0); // not smoothed to 2/3
    assertEquals(1 / 2.0, curve.recall(1), 0);
    assertEquals(2 / 3.0, curve.precision(2), 0);
    assertEquals(1, curve.recall(2), 0);
  }

  @Test
  void detectionsOnCrowdsMakeNoPoint() {
    Scene scene = scene().crowd(300, 0, 100, 100).detection(.95, 310, 10, 20, 20);
    RankedCurves.Curve curve = ranked(scene).curves().get(0);
    assertArrayEquals(new double[] {.9, .8, .7}, curve.scores());
    assertEquals(2, curve.positives());
  }

  @Test
  void bestScoreBalancesPrecisionAndRecall() {
    // From 0.9 on: F1 = 2·1/(1+2) = 0.667. From 0.7 on: 2·2/(3+2) = 0.8.
    BestF1.Point point = BestF1.of(ranked(scene())).categories().get(0).point();
    assertEquals(new BestF1.Point(.7, 2 / 3.0, 1, .8, 2, 1, 2), point);
  }

  @Test
  void ofEqualF1TheHigherScoreWins() {
    // Three objects. From 0.9 on: 2·1/(1+3) = 0.5. From 0.5 on, with three wrong: 2·2/(5+3) = 0.5.
    Scene scene =
        new Scene()
            .truth(HERE)
            .truth(THERE)
            .truth(FURTHER)
            .detection(.9, HERE)
            .detection(.8, NOWHERE)
            .detection(.8, NOWHERE)
            .detection(.8, NOWHERE)
            .detection(.5, THERE);
    assertEquals(.9, BestF1.of(ranked(scene)).categories().get(0).point().threshold(), 0);
  }

  @Test
  void equalScoresAreBelievedTogether() {
    // The right one comes first in the file, but no score has it without the wrong one.
    Scene scene = new Scene().truth(HERE).detection(.5, HERE).detection(.5, NOWHERE);
    BestF1.Point point = BestF1.of(ranked(scene)).categories().get(0).point();
    assertEquals(new BestF1.Point(.5, .5, 1, 2 / 3.0, 1, 1, 1), point);
  }

  @Test
  void oneScoreForAllCategories() {
    // c1: .9 right of 1. c2: .6 right, .8 wrong, of 1. Together from .9 on 2·1/(1+2) = 0.667, from
    // .6 on 2·2/(3+2) = 0.8.
    Scene scene =
        new Scene()
            .truth(HERE)
            .truthAt(2, 1, 1, 100, HERE)
            .detection(.9, HERE)
            .detectionAt(1, 1, .8, NOWHERE)
            .detectionAt(1, 1, .6, HERE);
    BestF1 best = BestF1.of(ranked(scene));
    assertEquals(.9, best.categories().get(0).point().threshold(), 0);
    assertEquals(.6, best.categories().get(1).point().threshold(), 0);
    assertEquals(new BestF1.Point(.6, 2 / 3.0, 1, .8, 2, 1, 2), best.overall());
  }

  @Test
  void scoresThatAreNotNumbersAreNeverBelieved() {
    Scene scene =
        new Scene().truth(HERE).truth(THERE).detection(.4, HERE).detection(Double.NaN, THERE);
    BestF1.Point point = BestF1.of(ranked(scene)).categories().get(0).point();
    assertEquals(new BestF1.Point(.4, 1, .5, 2 / 3.0, 1, 0, 2), point);
  }

  @Test
  void whereNothingIsFoundThereIsNoBestScore() {
    Scene scene = new Scene().truth(HERE).detection(.9, NOWHERE).detectionAt(0, 1, .9, HERE);
    BestF1 best = BestF1.of(ranked(scene));
    assertEquals(new BestF1.Point(Double.NaN, 0, 0, 0, 0, 0, 1), best.categories().get(0).point());
    assertEquals(
        new BestF1.Point(Double.NaN, -1, -1, -1, 0, 0, 0), best.categories().get(1).point());
  }
}
