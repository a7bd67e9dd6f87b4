package dev.riffle.cli.network;

import dev.riffle.cli.console.Progress;
import dev.riffle.cli.option.ConfigOptions;
import dev.riffle.cli.option.JsonOption;
import dev.riffle.cli.option.RunsOption;
import dev.riffle.cli.option.Size;
import dev.riffle.cli.option.SizeOption;
import dev.riffle.cli.option.ThreadsOption;
import dev.riffle.cost.Audit;
import dev.riffle.cost.Cost;
import dev.riffle.cost.Guideline;
import dev.riffle.experiment.Experiment;
import dev.riffle.graph.Graph;
import dev.riffle.measure.Paper;
import dev.riffle.measure.Trial;
import dev.riffle.measure.TrialResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code riffle guidelines}: what makes networks slow, here, and in a model. */
@Command(
    name = "guidelines",
    description = {
      "Repeat the four experiments of ShuffleNet V2's paper on this machine;",
      "of a MODEL, say which layers break which of its guidelines, and what that costs."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  riffle guidelines",
      "  riffle guidelines --only G2 --paper gpu --threads 2",
      "  riffle guidelines mobilenetv2-1.0 --profile"
    })
public final class GuidelinesCommand implements Callable<Integer> {

  @Parameters(
      arity = "0..1",
      paramLabel = "MODEL_OR_CONFIG",
      description = "What to look through; without it the experiments are run.")
  private String model;

  @Option(
      names = "--profile",
      description = "Of a model, also the milliseconds: run it with random weights on one thread.")
  private boolean profile;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "G",
      description = "Of the guidelines G1, G2, G3, G4 only these.")
  private List<Guideline> only = List.of(Guideline.values());

  @Option(
      names = "--paper",
      paramLabel = "KIND",
      converter = PaperConverter.class,
      description = "The experiments with the paper's channels for its cpu or gpu; else cpu.")
  private Paper paper;

  @Option(
      names = "--threads",
      paramLabel = "N",
      converter = ThreadsOption.Converter.class,
      description = "On how many threads the experiments run; else 1.")
  private Integer threads;

  @Mixin private RunsOption runs;
  @Mixin private SizeOption size;
  @Mixin private ConfigOptions config;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    checkUsage();
    json.check();
    if (model == null) {
      repeatExperiments();
    } else {
      audit();
    }
    return 0;
  }

  private void checkUsage() {
    if (model != null && (threads != null || paper != null || runs.isGiven())) {
      throw misused("--threads, --runs, --paper: for the experiments, not for a model");
    }
    if (model == null && (profile || config.isGiven())) {
      throw misused("--profile, --set: expected a model");
    }
    Size maps = size.orSquare(Trial.SIZE);
    if (model == null && maps.width() != maps.height()) {
      throw misused(
          "--size: expected a square for the experiments, found "
              + maps.width()
              + "x"
              + maps.height());
    }
  }

  private ParameterException misused(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private void audit() throws IOException {
    Experiment experiment = config.read(model);
    Graph graph = size.graph(experiment);
    Cost cost = Cost.of(graph);
    Optional<Profile> times = profile ? Optional.of(Profile.of(graph, cost)) : Optional.empty();
    AuditReport report =
        new AuditReport(experiment.name(), graph, cost, Audit.of(graph), only, times);
    json.write(report.described());
    json.people().print(report.text());
  }

  private void repeatExperiments() throws IOException {
    Paper chosen = paper == null ? Paper.CPU : paper;
    int side = size.orSquare(Trial.SIZE).width();
    int count = threads == null ? 1 : threads;
    List<Trial> trials =
        chosen.trials().stream().filter(trial -> only.contains(trial.guideline())).toList();
    int turns = trials.stream().mapToInt(trial -> TrialResult.turns(trial, runs.runs())).sum();
    List<TrialResult> results = new ArrayList<>();
    try (Progress progress = new Progress("turns", turns)) {
      for (Trial trial : trials) {
        results.add(TrialResult.of(trial, side, count, runs.runs(), progress::step));
      }
    }
    TrialReport report = new TrialReport(chosen, side, count, results);
    json.write(report.described());
    json.people().print(report.text());
  }

  static final class PaperConverter implements ITypeConverter<Paper> {
    @Override
    public Paper convert(String word) {
      return switch (word) {
        case "cpu" -> Paper.CPU;
        case "gpu" -> Paper.GPU;
        default -> throw new TypeConversionException("expected cpu or gpu, found " + word);
      };
    }
  }
}
