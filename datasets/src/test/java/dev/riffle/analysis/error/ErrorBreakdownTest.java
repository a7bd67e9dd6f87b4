package dev.riffle.analysis.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.analysis.error.ErrorBreakdown.Kind;
import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.Results;
import dev.riffle.eval.CocoTree;
import dev.riffle.eval.IouType;
import dev.riffle.eval.Settings;
import dev.riffle.eval.match.Scene;
import dev.riffle.testing.Shared;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** By hand; and against figures of the definitions written out in NumPy. */
class ErrorBreakdownTest {
  private static final Settings COCO = Settings.coco(IouType.BBOX);

  private static ErrorBreakdown of(Scene scene) {
    return ErrorBreakdown.of(scene.dataset(), scene.results(), COCO);
  }

  private static void assertShare(int count, double gain, ErrorBreakdown its, Kind kind) {
    assertEquals(count, its.share(kind).count(), kind + " count");
    assertEquals(gain, its.share(kind).gain(), 1e-12, kind + " gain");
  }

  @Test
  void everyKindIsTold() {
    Scene scene =
        new Scene()
            .truth(0, 0, 10, 10)
            .detection(.9, 0, 0, 10, 10) // right
            .detection(.8, 0, 0, 10, 9) // duplicate
            .truth(100, 0, 10, 10)
            .detectionAt(0, 1, .7, 100, 0, 10, 10) // category
            .truthAt(3, 0, 1, 100, 200, 0, 10, 10)
            .detectionAt(0, 1, .6, 200, 0, 10, 3) // place, IoU 0.3
            .truthAt(4, 0, 1, 100, 300, 0, 10, 10) // missed
            .detection(.5, 400, 0, 10, 10) // background
            .truthAt(5, 0, 1, 100, 500, 0, 10, 10) // missed: nothing mends the next
            .detection(.4, 500, 0, 10, 3); // both, IoU 0.3
    ErrorBreakdown its = of(scene);
    // c1: right wrong wrong wrong, 2 objects: precision 1 up to recall 0.5, which is 51 points of
    // 101. c2: wrong wrong, 3 objects: 0. The mean of both:
    assertEquals(51 / 202.0, its.ap(), 1e-12);
    // c1 becomes right wrong right …: 2/3 in the other 50 points.
    assertShare(1, 50 * 2 / 3.0 / 202, its, Kind.CLASSIFICATION);
    // c2 becomes wrong right: 1/2 up to recall 1/3, 34 points.
    assertShare(1, 17 / 202.0, its, Kind.LOCALIZATION);
    // What ranks below the last right one costs nothing.
    assertShare(1, 0, its, Kind.DUPLICATE);
    assertShare(1, 0, its, Kind.BACKGROUND);
    assertShare(1, 0, its, Kind.BOTH);
    assertShare(2, 0, its, Kind.MISSED);
    assertShare(5, 0, its, Kind.FALSE_POSITIVE);
    // c1 has but one object, found first; c2 none, with detections: 0.
    assertShare(4, 50 / 202.0, its, Kind.FALSE_NEGATIVE);
  }

  @Test
  void wrongOnesAboveAndObjectsMissedCost() {
    Scene scene =
        new Scene()
            .truth(0, 0, 10, 10)
            .truth(100, 0, 10, 10) // missed
            .detection(.9, 400, 0, 10, 10) // background
            .detection(.8, 0, 0, 10, 10);
    ErrorBreakdown its = of(scene);
    // Precision 1/2 in 51 points. The other category has nothing and does not count.
    double ap = 25.5 / 101;
    assertEquals(ap, its.ap(), 1e-12);
    assertShare(1, 51 / 101.0 - ap, its, Kind.BACKGROUND);
    assertShare(1, 51 / 101.0 - ap, its, Kind.FALSE_POSITIVE);
    assertShare(1, 1 / 2.0 - ap, its, Kind.MISSED);
    assertShare(1, 1 / 2.0 - ap, its, Kind.FALSE_NEGATIVE);
  }

  @Test
  void anObjectIsMendedOnceByTheHighestScore() {
    Scene scene =
        new Scene()
            .truth(0, 0, 10, 10)
            .detectionAt(0, 1, .8, 0, 0, 10, 10) // category
            .detection(.9, 0, 0, 10, 3); // place
    ErrorBreakdown its = of(scene);
    assertEquals(0, its.ap(), 0);
    assertShare(1, 0, its, Kind.CLASSIFICATION); // only removed
    assertShare(1, 1 / 2.0, its, Kind.LOCALIZATION); // c1: 1, c2: 0
    assertShare(0, 0, its, Kind.MISSED);
    assertShare(1, 0, its, Kind.FALSE_NEGATIVE);
  }

  @Test
  void ofEqualOverlapsTheFirstObjectIsTaken() {
    // Both objects are alike, so the second detection still finds the other one.
    Scene scene =
        new Scene()
            .truth(0, 0, 10, 10)
            .truth(0, 0, 10, 10)
            .detection(.9, 0, 0, 10, 10)
            .detection(.8, 0, 0, 10, 10);
    assertEquals(1, of(scene).ap(), 0);
  }

  @Test
  void limitsBelongToTheErrorBetweenThem() {
    // An IoU of exactly 0.5 with an object that is found already counts as a matter of place.
    Scene scene =
        new Scene()
            .truth(0, 0, 10, 10)
            .detection(.9, 0, 0, 10, 10)
            .detection(.8, 0, 0, 10, 5)
            .truth(100, 0, 10, 10)
            .detection(.7, 100, 0, 10, 1); // IoU 0.1: still of place
    assertEquals(2, of(scene).share(Kind.LOCALIZATION).count());
    assertEquals(0, of(scene).share(Kind.DUPLICATE).count());
    // Another category at IoU 0.1 is background, at 0.5 a matter of category.
    Scene other =
        new Scene()
            .truth(0, 0, 10, 10)
            .detectionAt(0, 1, .9, 0, 0, 10, 1)
            .detectionAt(0, 1, .8, 0, 0, 10, 5);
    assertEquals(1, of(other).share(Kind.BACKGROUND).count());
    assertEquals(1, of(other).share(Kind.CLASSIFICATION).count());
  }

  @Test
  void detectionsOnCrowdsAreNoErrors() {
    Scene scene =
        new Scene()
            .crowd(0, 0, 100, 100)
            .detection(.9, 10, 10, 10, 10)
            .detectionAt(0, 1, .9, 10, 10, 10, 10); // of another category, so not on it
    ErrorBreakdown its = of(scene);
    assertShare(1, 0, its, Kind.BACKGROUND);
    assertShare(1, 0, its, Kind.FALSE_POSITIVE);
    assertShare(0, 0, its, Kind.FALSE_NEGATIVE);
  }

  @Test
  void perfectDetectionsLeaveNothingToMend() {
    Scene scene =
        new Scene()
            .truth(0, 0, 10, 10)
            .truthAt(2, 1, 1, 100, 0, 0, 10, 10)
            .detection(.9, 0, 0, 10, 10)
            .detectionAt(1, 1, .2, 0, 0, 10, 10);
    ErrorBreakdown its = of(scene);
    assertEquals(1, its.ap(), 0);
    for (Kind kind : Kind.values()) {
      assertShare(0, 0, its, kind);
    }
  }

  @Test
  void thresholdsMustBeInOrder() {
    Scene scene = new Scene();
    for (double background : new double[] {0, .5, .7, Double.NaN}) {
      var e =
          assertThrows(
              IllegalArgumentException.class,
              () -> ErrorBreakdown.of(scene.dataset(), scene.results(), COCO, .5, background));
      assertEquals(
          "background: expected above 0 and below 0.5, found " + background, e.getMessage());
    }
  }

  @Test
  void realAnnotationsMatch() throws IOException {
    Path folder = Shared.path("coco-eval/val2014");
    Dataset dataset = CocoTree.dataset(folder.resolve("instances_val2014_100.json"));
    Results results =
        CocoTree.results(folder.resolve("instances_val2014_fakebbox100_results.json"), dataset);
    ErrorBreakdown its = ErrorBreakdown.of(dataset, results, COCO);
    assertEquals(0.6420498881733427, its.ap(), 1e-12);
    assertShare(83, 0.2224976192089747, its, Kind.CLASSIFICATION);
    assertShare(1, 0.002301545944068062, its, Kind.LOCALIZATION);
    assertShare(0, 0, its, Kind.BOTH);
    assertShare(1, 0.00018972971237041225, its, Kind.DUPLICATE);
    assertShare(0, 0, its, Kind.BACKGROUND);
    assertShare(97, 0.08525952163212724, its, Kind.MISSED);
    assertShare(85, 0.06821587524510442, its, Kind.FALSE_POSITIVE);
    assertShare(181, 0.17687731037188015, its, Kind.FALSE_NEGATIVE);
  }

  @Test
  void manyDetectionsMatch() throws IOException {
    Path folder = Shared.path("coco-eval/synthetic");
    Dataset dataset = CocoTree.dataset(folder.resolve("synth_small_gt.json.gz"));
    Results results = CocoTree.results(folder.resolve("synth_small_dt.json.gz"), dataset);
    ErrorBreakdown its = ErrorBreakdown.of(dataset, results, COCO);
    assertEquals(0.6911644437894321, its.ap(), 1e-12);
    assertShare(595, 0.030852571887255098, its, Kind.CLASSIFICATION);
    assertShare(3085, 0.007672995322539178, its, Kind.LOCALIZATION);
    assertShare(3213, 3.18631633702271e-05, its, Kind.BOTH);
    assertShare(1795, 0.01674493846862901, its, Kind.DUPLICATE);
    assertShare(28241, 0.0005317021387853949, its, Kind.BACKGROUND);
    assertShare(717, 0.16949293863255166, its, Kind.MISSED);
    assertShare(36929, 0.028850595689199676, its, Kind.FALSE_POSITIVE);
    assertShare(948, 0.25547844400948494, its, Kind.FALSE_NEGATIVE);
    assertTrue(its.table().startsWith("AP at IoU 0.5: 69.12 of 100\n"), its.table());
  }
}
