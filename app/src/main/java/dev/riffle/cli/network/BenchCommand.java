package dev.riffle.cli.network;

import dev.riffle.cli.option.ConfigOptions;
import dev.riffle.cli.option.ExecutorOption;
import dev.riffle.cli.option.JsonOption;
import dev.riffle.cli.option.ModelOptions;
import dev.riffle.cli.option.RunsOption;
import dev.riffle.cli.option.SizeOption;
import dev.riffle.cli.option.ThreadsOption;
import dev.riffle.cost.Cost;
import dev.riffle.experiment.Experiment;
import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Shape;
import dev.riffle.graph.Weights;
import dev.riffle.report.Table;
import dev.riffle.report.Times;
import dev.riffle.rewrite.FoldBatchNorm;
import dev.riffle.run.Executor;
import dev.riffle.run.planar.PlanarExecutor;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code riffle bench}: how fast a network runs. */
@Command(
    name = "bench",
    description = {
      "Time a network: one picture at a time, in memory, after a warm-up.",
      "Weights and picture are random; speed does not depend on them."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  riffle bench --model nanodet-m_320 --size 416 --threads 2")
public final class BenchCommand implements Callable<Integer> {
  private static final long SEED = 1;

  @Option(
      names = "--model",
      paramLabel = "NAME_OR_CONFIG",
      defaultValue = ModelOptions.DETECTOR,
      description = "A model's name or a config file; ${DEFAULT-VALUE}.")
  private String model;

  @Option(
      names = "--threads",
      paramLabel = "N",
      converter = ThreadsOption.Converter.class,
      defaultValue = "1",
      description = "How many threads work at once; ${DEFAULT-VALUE}. More are for planar only.")
  private int threads;

  @Option(
      names = "--runs",
      paramLabel = "N",
      converter = RunsOption.Converter.class,
      defaultValue = "100",
      description = "How many runs are timed; ${DEFAULT-VALUE}.")
  private int runs;

  @Mixin private ExecutorOption executor;

  @Mixin private ConfigOptions config;
  @Mixin private SizeOption size;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Executor chosen = executor();
    Experiment experiment = config.read(model);
    json.check();
    Graph graph = size.graph(experiment);
    Model folded = FoldBatchNorm.apply(new Model(graph, Weights.random(graph, SEED)));
    Measurement measured = Measurement.of(chosen, folded, runs);
    double gflops = 2.0 * Cost.of(graph).macs() / measured.times().median() / 1e6;
    Map<String, Object> result = described(experiment, chosen, graph, measured, gflops);
    json.write(result);
    json.people().print(table(result));
    return 0;
  }

  private Executor executor() {
    Executor chosen = executor.executor(threads);
    if (threads > 1 && !(chosen instanceof PlanarExecutor)) {
      throw misused("--threads: expected 1 for " + chosen.name() + ", found " + threads);
    }
    return chosen;
  }

  private ParameterException misused(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private Map<String, Object> described(
      Experiment experiment, Executor chosen, Graph graph, Measurement measured, double gflops) {
    Shape input = graph.inputs().get(0).shape();
    Times times = measured.times();
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("model", experiment.name());
    result.put("executor", chosen.name());
    result.put("size", input.width() + "x" + input.height());
    result.put("threads", threads);
    result.put("runs", runs);
    result.put("medianMs", times.median());
    result.put("minMs", times.least());
    result.put("p90Ms", times.p90());
    result.put("gflops", gflops);
    result.put("allocatedBytesPerRun", measured.allocatedBytes());
    return result;
  }

  private static Table table(Map<String, Object> result) {
    Table table =
        new Table(
            "model",
            "executor",
            "size",
            "threads",
            "runs",
            "median ms",
            "min ms",
            "p90 ms",
            "GFLOP/s",
            "bytes/run");
    return table.row(result.values().stream().map(BenchCommand::cell).toArray());
  }

  private static Object cell(Object value) {
    return value instanceof Double number ? String.format(Locale.ROOT, "%.2f", number) : value;
  }
}
