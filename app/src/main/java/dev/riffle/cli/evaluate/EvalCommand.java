package dev.riffle.cli.evaluate;

import dev.riffle.cli.option.JsonOption;
import dev.riffle.coco.CocoDataset;
import dev.riffle.coco.CocoResults;
import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.Results;
import dev.riffle.eval.Evaluation;
import dev.riffle.eval.Settings;
import dev.riffle.eval.Summary;
import dev.riffle.eval.match.Evaluator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code riffle eval}: COCO's numbers, of a results file or of a model. */
@Command(
    name = "eval",
    description = "COCO mAP, exactly as pycocotools computes it: of a results file, or of a model.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  riffle eval --annotations instances_val2017.json --detections results.json",
      "  riffle eval --annotations gt.json --detections dt.json --iou-type segm --per-class",
      "  riffle eval --model nanodet-m_320 --annotations gt.json --images val2017/ --json -"
    })
public final class EvalCommand implements Callable<Integer> {

  @Option(
      names = "--annotations",
      paramLabel = "GT",
      required = true,
      description = "COCO annotations, .json or .json.gz.")
  private Path annotations;

  @Option(
      names = "--detections",
      paramLabel = "DT",
      description = "COCO results to evaluate; without them a model is run.")
  private Path detections;

  @Mixin private ModelRunOptions modelRun;
  @Mixin private EvalSettings settingOptions;

  @Mixin private AnalysisOptions analyses;

  @Option(
      names = "--dump",
      paramLabel = "PREFIX",
      description =
          "Write the raw arrays to PREFIX.precision.f64, .recall.f64 and .scores.f64: doubles,"
              + " little-endian, in pycocotools' shapes and order.")
  private String dump;

  @Option(
      names = "--repeat",
      paramLabel = "N",
      hidden = true,
      defaultValue = "0",
      description = "Read and evaluate N more times in this JVM and tell the times.")
  private int repeat;

  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if ((detections == null) == (modelRun.images() == null)) {
      throw new ParameterException(
          spec.commandLine(), "expected either --detections, or --images for a model to look at");
    }
    if (detections != null && modelRun.isGiven()) {
      throw new ParameterException(
          spec.commandLine(), "--detections are evaluated as they are: no model is run for them");
    }
    if (repeat > 0 && detections == null) {
      throw new ParameterException(spec.commandLine(), "--repeat goes with --detections");
    }
    json.check();
    json.checkApart(annotations, "holds the annotations");
    if (detections != null) {
      json.checkApart(detections, "holds the detections");
    }
    if (dump != null) {
      EvaluationOutput.checkDump(dump);
    }
    for (int i = 0; i < repeat; i++) {
      long start = System.nanoTime();
      evaluateFiles();
      json.people().printf(Locale.ROOT, "%.3f s%n", (System.nanoTime() - start) / 1e9);
    }
    Dataset dataset = CocoDataset.read(annotations, settingOptions.threads());
    Settings settings = settingOptions.of(dataset);
    try {
      analyses.check(settings);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
    Results results =
        detections == null
            ? modelRun.run(dataset, settings.threads(), json.people())
            : read(detections, dataset, settings);
    EvalRemarks.of(dataset, results).forEach(line -> System.err.println("riffle: " + line));
    Evaluation evaluation = Evaluator.evaluate(dataset, results, settings);
    Summary summary = Summary.of(evaluation);
    // Everything that can fail comes before anything is written.
    StringBuilder text = new StringBuilder(summary.table());
    Map<String, Object> analysed =
        analyses.run(dataset, results, evaluation, settingOptions.masksOnly(), text);
    if (dump != null) {
      EvaluationOutput.dump(evaluation, dump);
    }
    json.people().print(text);
    if (json.isGiven()) {
      Map<String, Object> all = EvaluationOutput.described(evaluation, summary);
      all.putAll(analysed);
      json.write(all);
    }
    return 0;
  }

  private Results read(Path file, Dataset dataset, Settings settings) throws IOException {
    return CocoResults.read(file, dataset, settingOptions.masksOnly(), settings.threads());
  }

  private void evaluateFiles() throws IOException {
    Dataset dataset = CocoDataset.read(annotations, settingOptions.threads());
    Settings settings = settingOptions.of(dataset);
    Summary.of(Evaluator.evaluate(dataset, read(detections, dataset, settings), settings));
  }
}
