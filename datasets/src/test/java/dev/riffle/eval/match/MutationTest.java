package dev.riffle.eval.match;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.Results;
import dev.riffle.eval.CocoTree;
import dev.riffle.eval.Evaluation;
import dev.riffle.eval.IouType;
import dev.riffle.eval.Settings;
import dev.riffle.testing.Shared;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * That the cases would notice an evaluator which breaks a rule: for each rule there is a scene, and
 * for the classic ones a case of the reference, whose outcome changes when the rule is broken.
 */
class MutationTest {

  private static final Settings SETTINGS = Settings.coco(IouType.BBOX);

  private static Scene scene(Quirk quirk) {
    Scene scene = new Scene();
    return switch (quirk) {
      case PRECISION_NOT_ENVELOPED ->
          scene
              .truth(0, 0, 10, 10)
              .truth(50, 0, 10, 10)
              .detection(.9, 200, 0, 10, 10)
              .detection(.8, 0, 0, 10, 10)
              .detection(.7, 50, 0, 10, 10);
      case NO_EPSILON -> scene.truth(0, 0, 10, 10).detection(.9, 0, 0, 10, 10);
      case THRESHOLD_MUST_BE_EXCEEDED ->
          scene.truth(0, 0, 10, 20).detection(.9, 0, 0, 10, 10); // IoU 1/2
      case GRIDS_BY_HUNDREDTHS ->
          scene.truth(0, 0, 20, 10).detection(.9, 0, 0, 17, 10); // IoU 17/20
      case CROWD_MATCHED_ONCE ->
          scene
              .crowd(0, 0, 100, 100)
              .truth(300, 300, 10, 10)
              .detection(.9, 0, 0, 10, 10)
              .detection(.8, 20, 20, 10, 10)
              .detection(.7, 300, 300, 10, 10);
      case NO_BREAK_AT_IGNORED ->
          scene
              .truth(0, 0, 10, 10)
              .crowd(0, 0, 100, 100)
              .detection(.9, 0, 0, 10, 8); // 0.8 with the one, 1 with the crowd
      case UNSTABLE_SORT ->
          scene.truth(0, 0, 10, 10).detection(.5, 0, 0, 10, 10).detection(.5, 200, 200, 10, 10);
      case FIRST_OF_EQUAL_OVERLAPS ->
          scene
              .truth(0, 0, 10, 10)
              .truth(2, 0, 10, 10)
              .detection(.9, 1, 0, 10, 10)
              .detection(.8, -2, 0, 10, 10); // reaches the first one only
      case TRANSPOSED_CROWD_OVERLAP, CROWDS_DROPPED ->
          scene
              .crowd(0, 0, 100, 100)
              .truth(300, 300, 10, 10)
              .detection(.9, 0, 0, 10, 10)
              .detection(.7, 300, 300, 10, 10);
      case THRESHOLD_OF_ONE_NOT_LOWERED ->
          scene.truth(0, 0, 1e6, 10).detection(.9, 0, 0, 1e6 - 5e-5, 10); // 1 − 5·10⁻¹¹
      case SCORES_IN_FLOAT ->
          scene
              .truth(0, 0, 10, 10)
              .detection(.5, 200, 200, 10, 10)
              .detection(.5 + 1e-12, 0, 0, 10, 10);
      case TRUTH_AREA_FROM_BOX ->
          scene.truthAt(1, 0, 0, 900, 0, 0, 40, 40).detection(.9, 0, 0, 40, 40);
      case AREA_FILTER_BEFORE_MATCHING ->
          scene.truth(0, 0, 32, 32).detection(.9, 0, 0, 32, 33); // 1056 pixels, no longer small
      case IGNORED_LOSE_THEIR_RANK, UNMATCHED_OUTSIDE_COUNT_AS_WRONG ->
          scene
              .truth(0, 0, 10, 10)
              .detectionAt(1, 0, .95, 0, 0, 200, 200)
              .detection(.9, 0, 0, 10, 10);
      case LIMIT_PER_IMAGE ->
          scene
              .truth(0, 0, 10, 10)
              .truthAt(2, 0, 1, 100, 50, 0, 10, 10)
              .detectionAt(0, 0, .9, 0, 0, 10, 10)
              .detectionAt(0, 1, .8, 50, 0, 10, 10);
      case LIMIT_BEFORE_SORT ->
          scene.truth(0, 0, 10, 10).detection(.5, 200, 200, 10, 10).detection(.9, 0, 0, 10, 10);
      case ID_ZERO_MATCHES -> scene.truthAt(0, 0, 0, 100, 0, 0, 10, 10).detection(.9, 0, 0, 10, 10);
    };
  }

  private static Settings settings(Quirk quirk) {
    return switch (quirk) {
      case THRESHOLD_OF_ONE_NOT_LOWERED -> SETTINGS.withIouThresholds(1);
      case LIMIT_PER_IMAGE, LIMIT_BEFORE_SORT -> SETTINGS.withMaxDetections(1);
      default -> SETTINGS;
    };
  }

  @ParameterizedTest
  @EnumSource
  void brokenRuleChangesItsScene(Quirk quirk) {
    Dataset dataset = scene(quirk).dataset();
    Results results = scene(quirk).results();
    Settings settings = settings(quirk);
    Evaluation plain = PlainEvaluator.evaluate(dataset, results, settings);
    assertSame(plain, Evaluator.evaluate(dataset, results, settings));
    assertFalse(same(plain, PlainEvaluator.evaluate(dataset, results, settings, quirk)));
  }

  @Test
  void brokenRulesChangeCasesOfTheReference() throws IOException {
    Set<Quirk> unnoticed =
        EnumSet.range(Quirk.NO_EPSILON, Quirk.TRANSPOSED_CROWD_OVERLAP); // the classic ones
    for (String name : CocoCase.names()) {
      CocoCase one = CocoCase.read(name);
      Evaluation plain = PlainEvaluator.evaluate(one.dataset(), one.results(), one.settings());
      if (one.settings().iouType() != IouType.KEYPOINTS) {
        one.expected().assertArrays(plain);
      }
      unnoticed.removeIf(quirk -> !same(plain, broken(one, quirk)));
    }
    Path folder = Shared.path("coco-eval/val2014");
    Dataset dataset = CocoTree.dataset(folder.resolve("instances_val2014_100.json"));
    Results results =
        CocoTree.results(folder.resolve("instances_val2014_fakebbox100_results.json"), dataset);
    Expected expected = Expected.read(folder.resolve("val2014_fakebbox100_expected.json"));
    CocoCase real = new CocoCase("val2014", dataset, results, SETTINGS, expected);
    Evaluation plain = PlainEvaluator.evaluate(dataset, results, SETTINGS);
    expected.assertArrays(plain);
    unnoticed.removeIf(quirk -> !same(plain, broken(real, quirk)));
    assertTrue(unnoticed.isEmpty(), "no case would notice " + unnoticed);
  }

  private static Evaluation broken(CocoCase one, Quirk quirk) {
    return PlainEvaluator.evaluate(one.dataset(), one.results(), one.settings(), quirk);
  }

  private static boolean same(Evaluation a, Evaluation b) {
    return Arrays.equals(a.precision(), b.precision())
        && Arrays.equals(a.recall(), b.recall())
        && Arrays.equals(a.scores(), b.scores());
  }

  static void assertSame(Evaluation expected, Evaluation found) {
    assertArrayEquals(expected.counts(), found.counts(), "counts");
    assertArrayEquals(expected.recall(), found.recall(), "recall");
    assertArrayEquals(expected.precision(), found.precision(), "precision");
    assertArrayEquals(expected.scores(), found.scores(), "scores");
  }
}
