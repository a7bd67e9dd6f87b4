package dev.riffle.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.riffle.analysis.compare.Comparison;
import dev.riffle.analysis.error.ConfusionMatrix;
import dev.riffle.analysis.error.ErrorBreakdown;
import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.Ids;
import dev.riffle.dataset.Results;
import dev.riffle.eval.Evaluation;
import dev.riffle.eval.IouType;
import dev.riffle.eval.Settings;
import dev.riffle.eval.match.Evaluator;
import dev.riffle.eval.match.Matching;
import dev.riffle.eval.match.Scene;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nothing to find, nothing found and the like: tables and descriptions come all the same. */
class DegenerateTest {
  private static final Settings COCO = Settings.coco(IouType.BBOX);
  private static final double[] HERE = {0, 0, 10, 10};

  enum Input {
    NOTHING(new Scene()),
    NO_CATEGORIES(new Scene(Ids.of(1))),
    NO_TRUTHS(new Scene().detection(.9, HERE).detectionAt(1, 1, .8, HERE)),
    NO_DETECTIONS(new Scene().truth(HERE).truthAt(2, 1, 1, 100, HERE)),
    ONE_CATEGORY(new Scene(Ids.of(7), 5).truth(HERE).detection(.9, HERE)),
    ONLY_CROWDS(new Scene().crowd(HERE).crowd(HERE).detection(.9, HERE)),
    NO_NUMBERS(
        new Scene()
            .truth(HERE)
            .detection(Double.NaN, HERE)
            .detection(Double.POSITIVE_INFINITY, HERE)
            .detection(Double.NEGATIVE_INFINITY, HERE)
            .detectionAt(0, 1, Double.NaN, HERE)),
    NO_AREA(new Scene().truth(5, 5, 0, 0).detection(.9, 5, 5, 0, 0).detection(.8, 5, 5, -3, 2)),
    TEXT_IDS(new Scene(Ids.of("b", "a"), 1).truth(HERE).detection(.9, HERE));

    private final Scene scene;

    Input(Scene scene) {
      this.scene = scene;
    }
  }

  @ParameterizedTest
  @EnumSource(Input.class)
  void everyAnalysisComesThrough(Input input) {
    for (Settings settings : List.of(COCO, COCO.withUseCategories(false))) {
      Dataset dataset = input.scene.dataset();
      Results results = input.scene.results();
      Evaluation evaluation = Evaluator.evaluate(dataset, results, settings);
      Matching matching = Matching.of(dataset, results, settings, .5, settings.areas().get(0));
      CategoryTable table = CategoryTable.of(evaluation, matching);
      assertGood(table.table(), table.described());
      PrecisionRecall sampled = PrecisionRecall.of(evaluation, .5);
      assertGood(sampled.table(), sampled.described());
      RankedCurves ranked = RankedCurves.of(dataset, results, matching);
      assertGood(ranked.table(), ranked.described());
      BestF1 best = BestF1.of(ranked);
      assertGood(best.table(), best.described());
      ConfusionMatrix matrix = ConfusionMatrix.of(dataset, results, settings, .5, 0);
      assertGood(matrix.table(), matrix.described());
      int truths = 0;
      for (int k = 0; k < table.rows().size(); k++) {
        assertEquals(table.rows().get(k).truths(), matrix.truths(k));
        truths += matrix.truths(k);
      }
      assertEquals(best.overall().truths(), truths);
      ErrorBreakdown errors = ErrorBreakdown.of(dataset, results, settings);
      assertGood(errors.table(), errors.described());
      for (ErrorBreakdown.Share share : errors.shares()) {
        assertTrue(share.gain() >= 0 && share.gain() <= 1, share.toString());
      }
      Comparison comparison = Comparison.of(dataset, results, results, settings, 5, 1);
      assertGood(comparison.table(), comparison.described());
    }
  }

  private static void assertGood(String table, Object described) {
    assertTrue(table.endsWith("\n"), table);
    assertFalse(table.contains("NaN"), table);
    assertPlain(described);
  }

  // What any writer of JSON can take.
  private static void assertPlain(Object value) {
    if (value instanceof Map<?, ?> map) {
      map.keySet().forEach(key -> assertTrue(key instanceof String, "key " + key));
      map.values().forEach(DegenerateTest::assertPlain);
    } else if (value instanceof List<?> list) {
      list.forEach(DegenerateTest::assertPlain);
    } else if (value instanceof Double number) {
      assertTrue(Double.isFinite(number), "found " + number);
    } else if (value != null
        && !(value instanceof String || value instanceof Integer || value instanceof Long)) {
      fail("found a " + value.getClass());
    }
  }
}
