package dev.riffle.cli.network;

import dev.riffle.cli.console.Progress;
import dev.riffle.cli.option.ConfigOptions;
import dev.riffle.cli.option.JsonOption;
import dev.riffle.cli.option.RunsOption;
import dev.riffle.cli.option.SizeOption;
import dev.riffle.cli.option.ThreadsOption;
import dev.riffle.cost.Cost;
import dev.riffle.experiment.Experiment;
import dev.riffle.experiment.Published;
import dev.riffle.graph.Graph;
import dev.riffle.graph.Shape;
import dev.riffle.measure.Turns;
import dev.riffle.report.Table;
import dev.riffle.report.Times;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code riffle compare}: models side by side. */
@Command(
    name = "compare",
    description = {
      "Show models side by side: parameters, multiply-adds, memory access, published accuracy.",
      "Columns headed x say how many times the first model's number that is."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  riffle compare shufflenetv1-0.5x-g3 alexnet --time",
      "  riffle compare nanodet-m_320 nanodet-plus-m_320 mine.json --size 416"
    })
public final class CompareCommand implements Callable<Integer> {

  @Parameters(
      arity = "2..*",
      paramLabel = "MODEL_OR_CONFIG",
      description = "Models' names, or config files.")
  private List<String> models;

  @Option(
      names = {"--time", "--profile"},
      description =
          "Also time them here, taking turns, with random weights, one picture at a time.")
  private boolean time;

  @Option(
      names = "--threads",
      paramLabel = "N",
      converter = ThreadsOption.Converter.class,
      defaultValue = "1",
      description = "On how many threads they are timed; ${DEFAULT-VALUE}.")
  private int threads;

  @Mixin private RunsOption runs;
  @Mixin private SizeOption size;
  @Mixin private ConfigOptions config;
  @Mixin private JsonOption json;

  /** A model, and what it took; null where it was not timed. */
  private record Row(Experiment experiment, Graph graph, Cost cost, Times times) {

    Shape input() {
      return graph.inputs().get(0).shape();
    }
  }

  @Override
  public Integer call() throws IOException {
    List<Experiment> experiments = models.stream().map(config::read).toList();
    json.check();
    List<Graph> graphs = experiments.stream().map(size::graph).toList();
    List<Times> times = time ? measured(graphs) : null;
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < graphs.size(); i++) {
      Graph graph = graphs.get(i);
      rows.add(new Row(experiments.get(i), graph, Cost.of(graph), time ? times.get(i) : null));
    }
    json.write(rows.stream().map(this::described).toList());
    json.people().print(table(rows));
    return 0;
  }

  private List<Times> measured(List<Graph> graphs) {
    try (Turns turns = new Turns(graphs, threads);
        Progress progress = new Progress("turns", Turns.turns(graphs.size(), runs.runs()))) {
      return turns.measure(runs.runs(), false, progress::step);
    }
  }

  private Table table(List<Row> rows) {
    List<String> headings = new ArrayList<>();
    headings.addAll(List.of("model", "input", "parameters", "x", "multiply-adds", "x"));
    headings.addAll(List.of("memory access", "x"));
    if (time) {
      headings.addAll(List.of("median ms", "x"));
    }
    headings.add("published");
    Table table = new Table(headings.toArray(String[]::new));
    Row first = rows.get(0);
    for (Row row : rows) {
      List<Object> cells = new ArrayList<>();
      cells.add(row.experiment.name());
      cells.add(row.input().width() + "x" + row.input().height());
      addWithRatio(cells, row.cost.parameters(), first.cost.parameters());
      addWithRatio(cells, row.cost.macs(), first.cost.macs());
      addWithRatio(cells, row.cost.memoryAccess(), first.cost.memoryAccess());
      if (time) {
        cells.add(String.format(Locale.ROOT, "%.2f", row.times.median()));
        cells.add(ratio(row.times.median(), first.times.median()));
      }
      cells.add(row.experiment.published().map(Published::text).orElse("-"));
      table.row(cells.toArray());
    }
    return table;
  }

  private static void addWithRatio(List<Object> cells, long number, long first) {
    cells.add(number);
    cells.add(ratio(number, first));
  }

  private static String ratio(double number, double first) {
    return String.format(Locale.ROOT, "%.2f", number / first);
  }

  private Map<String, Object> described(Row row) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("name", row.experiment.name());
    result.put("size", row.input().width() + "x" + row.input().height());
    result.put("parameters", row.cost.parameters());
    result.put("macs", row.cost.macs());
    result.put("memoryAccess", row.cost.memoryAccess());
    result.put("published", row.experiment.published().orElse(null));
    if (time) {
      result.put("threads", threads);
      result.put("medianMs", row.times.median());
      result.put("minMs", row.times.least());
      result.put("p90Ms", row.times.p90());
    }
    return result;
  }
}
