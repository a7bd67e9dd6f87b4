package dev.riffle.cli.network;

import dev.riffle.cli.option.JsonOption;
import dev.riffle.cost.Cost;
import dev.riffle.experiment.Experiment;
import dev.riffle.experiment.Published;
import dev.riffle.experiment.Zoo;
import dev.riffle.report.Table;
import dev.riffle.store.PackedWeights;
import dev.riffle.store.WeightStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code riffle models}: what can be named. */
@Command(
    name = "models",
    description = "List the models that can be named, and whether their weights are at hand.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  riffle models --json -")
public final class ModelsCommand implements Callable<Integer> {

  @Mixin private JsonOption json;

  @Override
  public Integer call() throws IOException {
    WeightStore store = new WeightStore(System.getenv(), true);
    List<Row> rows = new ArrayList<>();
    for (String name : Zoo.names()) {
      rows.add(Row.of(Zoo.read(name, List.of()), store));
    }
    json.write(rows.stream().map(Row::described).toList());
    Table table = new Table("name", "task", "parameters", "multiply-adds", "published", "weights");
    for (Row row : rows) {
      table.row(
          row.experiment.name(),
          row.experiment.task(),
          row.cost.parameters(),
          row.cost.macs(),
          row.experiment.published().map(Published::text).orElse("-"),
          row.weights.orElse("not at hand"));
    }
    json.people().print(table);
    return 0;
  }

  private record Row(Experiment experiment, Cost cost, Optional<String> weights) {
    static Row of(Experiment experiment, WeightStore store) throws IOException {
      return new Row(experiment, Cost.of(experiment.graph()), weights(experiment, store));
    }

    private static Optional<String> weights(Experiment experiment, WeightStore store)
        throws IOException {
      String name = experiment.name();
      Optional<String> file = store.atHand(name, experiment.weights()).map(Path::toString);
      return file.isEmpty() && new PackedWeights().has(name) ? Optional.of("built in") : file;
    }

    Map<String, Object> described() {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("name", experiment.name());
      result.put("family", experiment.backbone().getClass().getSimpleName());
      result.put("task", experiment.task());
      result.put("parameters", cost.parameters());
      result.put("macs", cost.macs());
      result.put("published", experiment.published().orElse(null));
      result.put("weights", weights.orElse(null));
      return result;
    }
  }
}
