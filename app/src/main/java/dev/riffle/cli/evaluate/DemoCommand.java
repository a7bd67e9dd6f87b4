package dev.riffle.cli.evaluate;

import dev.riffle.cli.console.Progress;
import dev.riffle.cli.option.JsonOption;
import dev.riffle.cli.option.ThreadsOption;
import dev.riffle.dataset.Dataset;
import dev.riffle.decode.Suppression;
import dev.riffle.detect.Detector;
import dev.riffle.detect.Selection;
import dev.riffle.eval.Evaluation;
import dev.riffle.eval.Summary;
import dev.riffle.experiment.Experiment;
import dev.riffle.experiment.WeightFile;
import dev.riffle.experiment.Zoo;
import dev.riffle.file.WholeFolder;
import dev.riffle.graph.Model;
import dev.riffle.head.DetectionHead;
import dev.riffle.image.OpenCv;
import dev.riffle.report.Table;
import dev.riffle.rewrite.FoldBatchNorm;
import dev.riffle.run.Executor;
import dev.riffle.run.planar.PlanarExecutor;
import dev.riffle.shapes.DrawnScenes;
import dev.riffle.shapes.SceneFolder;
import dev.riffle.shapes.draw.Scene;
import dev.riffle.store.PackedWeights;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code riffle demo}: everything on scenes that it draws itself, and without a network. */
@Command(
    name = "demo",
    description =
        "Draw scenes that the model inside has never seen, detect, evaluate, and write pictures; or"
            + " write such scenes as a data set.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  riffle demo",
      "  riffle demo --scenes 1000 --out pictures --json -",
      "  riffle demo --make shapes/ --scenes 500 --seed 0"
    })
public final class DemoCommand implements Callable<Integer> {
  private static final String MODEL = "shapes";
  private static final Path OUT = Path.of("riffle-out");
  private static final int MOST_PICTURES = 12;

  // What evaluation counts, as NanoDet has it.
  private static final Selection SELECTION =
      new Selection(0.05, new Suppression(0.6, 100), Set.of());

  @Option(
      names = "--scenes",
      paramLabel = "N",
      defaultValue = "200",
      description = "How many; ${DEFAULT-VALUE}.")
  private int count;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "" + Scene.HELD_OUT,
      description =
          "Of the first scene, each next one's is one more. Training sees those from 0 on, never"
              + " those from ${DEFAULT-VALUE} on, which is where this begins.")
  private long seed;

  @Option(
      names = "--make",
      paramLabel = "DIR",
      description = "Only write the scenes, as a new folder in COCO's format.")
  private Path make;

  @Option(
      names = "--weights",
      paramLabel = "FILE",
      description = "Others than those inside, of a run of configs/shapes.json.")
  private Path weights;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where pictures with boxes go; riffle-out.")
  private Path out;

  @Mixin private JsonOption json;
  @Mixin private ThreadsOption threads;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    DrawnScenes scenes;
    try {
      scenes = new DrawnScenes(seed, count);
    } catch (IllegalArgumentException e) {
      throw misused("--" + e.getMessage());
    }
    return make == null ? demonstrate(scenes) : write(scenes);
  }

  private int write(DrawnScenes scenes) throws IOException {
    if (out != null || weights != null || json.isGiven()) {
      throw misused("--make only draws: it goes with --scenes and --seed");
    }
    WholeFolder.check(make);
    try (Progress progress = new Progress("scenes", scenes.count())) {
      Dataset dataset = SceneFolder.write(scenes, make, progress::step);
      System.out.printf(
          Locale.ROOT,
          "%d scenes with %d objects written: %s and %s%n",
          scenes.count(),
          dataset.annotations().size(),
          make.resolve(SceneFolder.IMAGES),
          make.resolve(SceneFolder.ANNOTATIONS));
    }
    return 0;
  }

  private int demonstrate(DrawnScenes scenes) throws IOException {
    long start = System.nanoTime();
    json.check();
    Executor planar = new PlanarExecutor(threads.threads()); // early: it warms up meanwhile
    OpenCv.loadMeanwhile();
    Experiment experiment = Zoo.read(MODEL, List.of());
    DetectionHead head = (DetectionHead) experiment.head();
    Model model = FoldBatchNorm.apply(WeightFile.read(weightFile(), experiment));
    Path kept = out == null ? OUT : out;
    Files.createDirectories(kept);
    SceneTrial trial;
    try (Detector detector =
        new Detector(model, experiment.input().preprocess(), head.decoder(), planar, SELECTION)) {
      trial = SceneTrial.run(scenes, detector, experiment.categoryList(), kept, MOST_PICTURES);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    Summary summary = Summary.of(trial.evaluation());
    json.people().print(table(trial, summary));
    json.people()
        .printf(
            Locale.ROOT,
            "%d scenes%s drawn, looked at and evaluated in %.1f s; looking took %.1f ms a scene%n"
                + "%d of them with boxes: %s%n",
            scenes.count(),
            seed >= Scene.HELD_OUT ? " that training has not seen," : "",
            seconds,
            trial.times().median(),
            Math.min(MOST_PICTURES, scenes.count()),
            kept.resolve("shapes-*.png"));
    if (json.isGiven()) {
      json.write(described(trial, summary, seconds));
    }
    return 0;
  }

  private Path weightFile() throws IOException {
    if (weights != null) {
      return weights;
    }
    return new PackedWeights()
        .find(MODEL)
        .orElseThrow(
            () ->
                new FileNotFoundException(
                    "the application was packed without its model, "
                        + PackedWeights.resource(MODEL)
                        + "; --weights takes that of a run of configs/shapes.json"));
  }

  private static String table(SceneTrial trial, Summary summary) {
    long[] objects = new long[trial.dataset().categories().size()];
    for (int category : trial.dataset().annotations().category()) {
      objects[category]++;
    }
    Table table = new Table("class", "objects", "AP", "AP50", "AP75");
    List<Evaluation.OfCategory> rows = trial.evaluation().perCategory();
    for (int k = 0; k < rows.size(); k++) {
      Evaluation.OfCategory row = rows.get(k);
      table.row(
          row.category().name(),
          objects[k],
          figure(row.ap()),
          figure(row.ap50()),
          figure(row.ap75()));
    }
    double[] stats = summary.stats();
    table.row(
        "all",
        (long) trial.dataset().annotations().size(),
        figure(stats[0]),
        figure(stats[1]),
        figure(stats[2]));
    return table
        + String.format(
            Locale.ROOT,
            "AP of small, medium and large ones: %s, %s, %s%n",
            figure(stats[3]),
            figure(stats[4]),
            figure(stats[5]));
  }

  // −1 stands for nothing to find.
  private static String figure(double value) {
    return value < 0 ? "-" : String.format(Locale.ROOT, "%.3f", value);
  }

  private static Map<String, Object> described(SceneTrial trial, Summary summary, double seconds) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("scenes", trial.dataset().images().size());
    result.put("objects", trial.dataset().annotations().size());
    result.put("seconds", seconds);
    result.put("medianMs", trial.times().median());
    result.putAll(EvaluationOutput.described(trial.evaluation(), summary));
    return result;
  }

  private ParameterException misused(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
