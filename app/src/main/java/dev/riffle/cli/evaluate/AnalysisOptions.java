package dev.riffle.cli.evaluate;

import dev.riffle.analysis.BestF1;
import dev.riffle.analysis.CategoryTable;
import dev.riffle.analysis.PrecisionRecall;
import dev.riffle.analysis.RankedCurves;
import dev.riffle.analysis.compare.Comparison;
import dev.riffle.analysis.error.ConfusionMatrix;
import dev.riffle.analysis.error.ErrorBreakdown;
import dev.riffle.coco.CocoResults;
import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.Results;
import dev.riffle.eval.AreaRange;
import dev.riffle.eval.Evaluation;
import dev.riffle.eval.Settings;
import dev.riffle.eval.Summary;
import dev.riffle.eval.match.Matching;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** What people want to know beside the twelve numbers, as options. */
final class AnalysisOptions {
  private static final double IOU = 0.5;
  private static final long SEED = 1;
  private static final double SAME_THRESHOLD = 1e-9; // as people write them

  @Option(names = "--per-class", description = "A row a category.")
  private boolean perClass;

  @Option(
      names = "--curves",
      paramLabel = "IOU",
      arity = "0..1",
      fallbackValue = "0.5",
      description = "Precision and score at each recall, by default at an overlap of 0.5.")
  private Double curves;

  @Option(names = "--best-f1", description = "The score with the best F1 of each category.")
  private boolean bestF1;

  @Option(
      names = "--confusion",
      paramLabel = "SCORE",
      arity = "0..1",
      fallbackValue = "0.25",
      description = "What is taken for what, of detections from this score on; 0.25.")
  private Double confusion;

  @Option(names = "--errors", description = "What kinds of error cost how much (TIDE).")
  private boolean errors;

  @Option(
      names = "--compare",
      paramLabel = "DT",
      description = "Other results, to be compared by resampling the images.")
  private Path other;

  @Option(
      names = "--resamples",
      paramLabel = "N",
      defaultValue = "1000",
      description = "How often --compare draws the images anew; ${DEFAULT-VALUE}.")
  private int resamples;

  /**
   * Refuses what could not be worked out, before anything is.
   *
   * @throws IllegalArgumentException naming the option
   */
  void check(Settings settings) {
    double[] thresholds = settings.iouThresholds();
    if (curves != null
        && Arrays.stream(thresholds).noneMatch(it -> Math.abs(it - curves) < SAME_THRESHOLD)) {
      throw new IllegalArgumentException(
          "--curves: expected one of " + Arrays.toString(thresholds) + ", found " + curves);
    }
    if (resamples < 1) {
      throw new IllegalArgumentException("--resamples: expected 1 or more, found " + resamples);
    }
    if (confusion != null && confusion.isNaN()) {
      throw new IllegalArgumentException("--confusion: expected a score, found NaN");
    }
  }

  /** Works out what was asked for: for people as text, for machines as the result. */
  Map<String, Object> run(
      Dataset dataset,
      Results results,
      Evaluation evaluation,
      boolean masksOnly,
      StringBuilder people)
      throws IOException {
    Map<String, Object> described = new LinkedHashMap<>();
    Settings settings = evaluation.settings();
    if (perClass || bestF1) {
      AreaRange overall = settings.areas().get(Summary.overall(settings));
      Matching matching = Matching.of(dataset, results, settings, IOU, overall);
      if (perClass) {
        people.append(titled("Categories", CategoryTable.of(evaluation, matching).table()));
      }
      if (bestF1) {
        BestF1 best = BestF1.of(RankedCurves.of(dataset, results, matching));
        people.append(titled("Best F1", best.table()));
        described.put("bestF1", best.described());
      }
    }
    if (curves != null) {
      PrecisionRecall recall = PrecisionRecall.of(evaluation, curves);
      people.append(titled("Precision by recall", recall.table()));
      described.put("curves", recall.described());
    }
    if (confusion != null) {
      ConfusionMatrix matrix = ConfusionMatrix.of(dataset, results, settings, IOU, confusion);
      people.append(titled("Confusion", matrix.table()));
      described.put("confusion", matrix.described());
    }
    if (errors) {
      ErrorBreakdown breakdown = ErrorBreakdown.of(dataset, results, settings);
      people.append(titled("Errors", breakdown.table()));
      described.put("errors", breakdown.described());
    }
    if (other != null) {
      Results others = CocoResults.read(other, dataset, masksOnly, settings.threads());
      Comparison comparison = Comparison.of(dataset, results, others, settings, resamples, SEED);
      people.append(titled("Compared with " + other, comparison.table()));
      described.put("comparison", comparison.described());
    }
    return described;
  }

  private static String titled(String title, String table) {
    return "\n" + title + "\n" + table;
  }
}
