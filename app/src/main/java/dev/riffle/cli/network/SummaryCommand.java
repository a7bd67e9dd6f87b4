package dev.riffle.cli.network;

import dev.riffle.cli.option.ConfigOptions;
import dev.riffle.cli.option.JsonOption;
import dev.riffle.cli.option.SizeOption;
import dev.riffle.cost.Cost;
import dev.riffle.cost.LayerCost;
import dev.riffle.experiment.Experiment;
import dev.riffle.graph.Graph;
import dev.riffle.graph.Shape;
import dev.riffle.report.Table;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code riffle summary}: a row a layer. */
@Command(
    name = "summary",
    description = "Show a model layer by layer: shapes, parameters, multiply-adds, memory access.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples:%n",
    footer = {
      "  riffle summary nanodet-m_320 --size 416x416",
      "  riffle summary nanodet-m_320 --profile"
    })
public final class SummaryCommand implements Callable<Integer> {

  @Parameters(paramLabel = "MODEL_OR_CONFIG", description = "A model's name, or a config file.")
  private String model;

  @Option(
      names = "--profile",
      description = "Also show where the time goes: run it with random weights on one thread.")
  private boolean profile;

  @Mixin private SizeOption size;
  @Mixin private ConfigOptions config;
  @Mixin private JsonOption json;

  @Override
  public Integer call() throws IOException {
    Experiment experiment = config.read(model);
    Graph graph = size.graph(experiment);
    Cost cost = Cost.of(graph);
    Map<String, Object> result = described(cost);
    String text = table(experiment, graph, cost);
    if (profile) {
      json.check();
      Profile measured = Profile.of(graph, cost);
      result.put("profile", measured.described());
      text += "\n" + measured.table();
    }
    json.write(result);
    json.people().print(text);
    return 0;
  }

  private static String table(Experiment experiment, Graph graph, Cost cost) {
    Table table =
        new Table("layer", "op", "output", "parameters", "multiply-adds", "memory access");
    for (LayerCost layer : cost.layers()) {
      table.row(
          layer.name(),
          layer.op(),
          layer.output(),
          layer.parameters(),
          layer.macs(),
          layer.memoryAccess());
    }
    table.row("total", "", "", cost.parameters(), cost.macs(), cost.memoryAccess());
    return experiment.name() + ", input " + graph.inputs().get(0).shape() + "\n" + table;
  }

  private static Map<String, Object> described(Cost cost) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("parameters", cost.parameters());
    result.put("macs", cost.macs());
    result.put("memoryAccess", cost.memoryAccess());
    result.put("layers", cost.layers().stream().map(SummaryCommand::described).toList());
    return result;
  }

  private static Map<String, Object> described(LayerCost layer) {
    Shape output = layer.output();
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("name", layer.name());
    result.put("op", layer.op());
    result.put("output", List.of(output.channels(), output.height(), output.width()));
    result.put("parameters", layer.parameters());
    result.put("macs", layer.macs());
    result.put("memoryAccess", layer.memoryAccess());
    return result;
  }
}
