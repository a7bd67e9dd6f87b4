package dev.riffle.cli.train;

import dev.riffle.cli.console.FetchProgress;
import dev.riffle.cli.option.ConfigOptions;
import dev.riffle.cli.option.ThreadsOption;
import dev.riffle.experiment.Experiment;
import dev.riffle.gradient.planar.PlanarDifferentiator;
import dev.riffle.image.OpenCv;
import dev.riffle.run.planar.PlanarExecutor;
import dev.riffle.store.WeightStore;
import dev.riffle.train.TrainingRun;
import dev.riffle.train.start.Beginning;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code riffle train}: from a config to weights, in a folder that explains itself. */
@Command(
    name = "train",
    description =
        "Train what a config describes: from its seed or from weights, on its data sets, as its"
            + " schedule says.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  riffle train mine.json --run runs/mine",
      "  riffle train mine.json --set schedule.epochs=20 --set schedule.batchSize=16",
      "  riffle train --resume runs/mine"
    })
public final class TrainCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "CONFIG",
      arity = "0..1",
      description = "A config file or the name of a model, with datasets and a schedule.")
  private String config;

  @Mixin private ConfigOptions options;

  @Option(
      names = "--run",
      paramLabel = "DIR",
      description = "A new folder for what comes out; by default runs/ and the config's name.")
  private Path run;

  @Option(
      names = "--resume",
      paramLabel = "DIR",
      description =
          "Go on with the run in this folder where it was cut off; it ends as if it never had"
              + " been.")
  private Path resume;

  @Option(names = "--offline", description = "Fetch nothing (also RIFFLE_OFFLINE=1).")
  private boolean offline;

  @Mixin private ThreadsOption threads;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if ((config == null) == (resume == null)) {
      throw misused("expected either a CONFIG or --resume with the folder of a run");
    }
    if (resume != null && (run != null || options.isGiven())) {
      throw misused("--resume goes on with the run's own config: no --run or --set goes with it");
    }
    OpenCv.loadMeanwhile();
    System.out.print(train());
    return 0;
  }

  /** Gives what came out, in a few lines. */
  private String train() throws IOException {
    try (FetchProgress fetch = new FetchProgress();
        TrainingProgress progress = new TrainingProgress()) {
      TrainingRun.Tools tools =
          new TrainingRun.Tools(
              new PlanarDifferentiator(threads.threads()),
              new PlanarExecutor(threads.threads()),
              threads.threads(),
              new Beginning.Sources(new WeightStore(System.getenv(), offline), fetch),
              command());
      if (resume != null) {
        return interruptible(resume, () -> TrainingRun.resume(resume, tools, progress));
      }
      Experiment experiment = options.read(config);
      Path folder = run == null ? Path.of("runs", experiment.name()) : run;
      return interruptible(folder, () -> TrainingRun.begin(experiment, folder, tools, progress));
    }
  }

  /** A run, of which Ctrl-C loses only what came after its last checkpoint. */
  private interface Run {
    String toItsEnd() throws IOException;
  }

  private static String interruptible(Path folder, Run run) throws IOException {
    Thread told =
        new Thread(
            () ->
                System.err.println(
                    "riffle: stopped; riffle train --resume " + folder + " goes on from there"));
    Runtime.getRuntime().addShutdownHook(told);
    try {
      return run.toItsEnd();
    } finally {
      Runtime.getRuntime().removeShutdownHook(told);
    }
  }

  private List<String> command() {
    return spec.root().commandLine().getParseResult().originalArgs();
  }

  private ParameterException misused(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
