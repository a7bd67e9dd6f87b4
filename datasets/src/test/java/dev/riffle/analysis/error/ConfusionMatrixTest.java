package dev.riffle.analysis.error;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.Ids;
import dev.riffle.dataset.Results;
import dev.riffle.eval.CocoTree;
import dev.riffle.eval.IouType;
import dev.riffle.eval.Settings;
import dev.riffle.eval.match.Scene;
import dev.riffle.testing.Shared;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** By hand, and sums that must agree with the data. */
class ConfusionMatrixTest {
  private static final Settings COCO = Settings.coco(IouType.BBOX);

  private static ConfusionMatrix of(Scene scene, double iou, double score) {
    return ConfusionMatrix.of(scene.dataset(), scene.results(), COCO, iou, score);
  }

  private static void assertCounts(int[][] expected, ConfusionMatrix matrix) {
    assertArrayEquals(expected, matrix.counts());
  }

  @Test
  void everythingHasItsPlace() {
    Scene scene =
        new Scene()
            .truth(0, 0, 10, 10)
            .truthAt(2, 0, 1, 100, 100, 0, 10, 10)
            .truth(200, 0, 10, 10) // missed
            .crowd(300, 0, 100, 100)
            .detectionAt(0, 1, .9, 0, 0, 10, 10) // IoU 1 with the first
            .detection(.95, 0, 0, 10, 8) // IoU 0.8 with it: too late, though its score is higher
            .detectionAt(0, 1, .5, 100, 0, 10, 10)
            .detection(.5, 310, 10, 10, 10) // on the crowd
            .detectionAt(0, 1, .5, 310, 10, 10, 10) // not on one of its category
            .detection(.1, 200, 0, 10, 10); // not believed
    ConfusionMatrix matrix = of(scene, .5, .3);
    assertCounts(new int[][] {{0, 1, 1}, {0, 1, 0}, {1, 1, 0}}, matrix);
    assertEquals(1, matrix.leftOut());
    assertEquals(2, matrix.truths(0));
    assertEquals(3, matrix.detections(1));
    assertEquals(
        """
        truth \\ found  c1  c2  background
        c1              0   1           1
        c2              0   1           0
        background      1   1           0
        """,
        matrix.table());
  }

  @Test
  void ofEqualOverlapsTheSameCategoryWins() {
    Scene scene =
        new Scene()
            .truth(0, 0, 10, 10)
            .detectionAt(0, 1, .9, 0, 0, 10, 10)
            .detection(.4, 0, 0, 10, 10);
    assertCounts(new int[][] {{1, 0, 0}, {0, 0, 0}, {0, 1, 0}}, of(scene, .5, 0));
  }

  @Test
  void ofEqualPairsTheHigherScoreWins() {
    Scene scene =
        new Scene(Ids.of(1), 1, 2, 3)
            .truthAt(1, 0, 2, 100, 0, 0, 10, 10)
            .detectionAt(0, 0, .4, 0, 0, 10, 10)
            .detectionAt(0, 1, .9, 0, 0, 10, 10);
    assertEquals(1, of(scene, .5, 0).counts()[2][1]);
    assertEquals(1, of(scene, .5, 0).counts()[3][0]);
  }

  @Test
  void overlapAndScoreOnTheirThresholdsCount() {
    // IoU exactly 1/2.
    Scene scene = new Scene().truth(0, 0, 10, 10).detection(.3, 0, 0, 10, 5);
    assertEquals(1, of(scene, .5, .3).counts()[0][0]);
    assertEquals(0, of(scene, .5, .3000001).counts()[0][0]);
    assertEquals(0, of(scene, .5000001, .3).counts()[0][0]);
    // An IoU of 1 reaches a threshold of 1.
    Scene exact = new Scene().truth(0, 0, 10, 10).detection(.3, 0, 0, 10, 10);
    assertEquals(1, of(exact, 1, .3).counts()[0][0]);
  }

  @Test
  void imagesAreKeptApart() {
    Scene scene =
        new Scene().truthAt(1, 1, 0, 100, 0, 0, 10, 10).detectionAt(0, 0, .9, 0, 0, 10, 10);
    assertCounts(new int[][] {{0, 0, 1}, {0, 0, 0}, {1, 0, 0}}, of(scene, .5, 0));
  }

  @Test
  void scoresThatAreNotNumbersTakeNoPart() {
    Scene scene = new Scene().truth(0, 0, 10, 10).detection(Double.NaN, 0, 0, 10, 10);
    ConfusionMatrix matrix = of(scene, .5, Double.NEGATIVE_INFINITY);
    assertCounts(new int[][] {{0, 0, 1}, {0, 0, 0}, {0, 0, 0}}, matrix);
  }

  @Test
  void badThresholdsAreRefused() {
    Scene scene = new Scene();
    for (double iou : new double[] {0, -1, 1.1, Double.NaN}) {
      var e = assertThrows(IllegalArgumentException.class, () -> of(scene, iou, 0));
      assertEquals("iou: expected above 0 and at most 1, found " + iou, e.getMessage());
    }
    var e = assertThrows(IllegalArgumentException.class, () -> of(scene, .5, Double.NaN));
    assertEquals("score: expected a number, found NaN", e.getMessage());
  }

  @Test
  void sumsAgreeWithTheData() throws IOException {
    Path folder = Shared.path("coco-eval/synthetic");
    Dataset dataset = CocoTree.dataset(folder.resolve("synth_small_gt.json.gz"));
    Results results = CocoTree.results(folder.resolve("synth_small_dt.json.gz"), dataset);
    double score = 0.3;
    Settings unlimited = COCO.withMaxDetections(1 << 20);
    ConfusionMatrix matrix = ConfusionMatrix.of(dataset, results, unlimited, .5, score);
    int categories = dataset.categories().size();
    int[] truths = new int[categories];
    for (int i = 0; i < dataset.annotations().size(); i++) {
      truths[dataset.annotations().category()[i]] += dataset.annotations().crowds()[i] ? 0 : 1;
    }
    int believed = 0;
    for (int i = 0; i < results.size(); i++) {
      believed += results.scores()[i] >= score && results.category()[i] >= 0 ? 1 : 0;
    }
    int counted = matrix.leftOut();
    for (int k = 0; k < categories; k++) {
      int index = dataset.categories().indexOfId(matrix.categories().get(k).id());
      assertEquals(truths[index], matrix.truths(k), "truths of " + matrix.categories().get(k));
      counted += matrix.detections(k);
    }
    assertEquals(believed, counted);
    assertTrue(matrix.leftOut() > 0);
    assertEquals(0, matrix.counts()[categories][categories]);
    assertTrue(matrix.table().contains("taken for"), "a large matrix is summed up");
  }
}
