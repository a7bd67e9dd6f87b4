package dev.riffle.cli.network;

import dev.riffle.cost.Cost;
import dev.riffle.cost.LayerCost;
import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Node;
import dev.riffle.graph.Weights;
import dev.riffle.report.Table;
import dev.riffle.rewrite.FoldBatchNorm;
import dev.riffle.run.planar.PlanarExecutor;
import dev.riffle.run.planar.StepTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Where a network's time goes, step by step, with random weights on one thread. */
record Profile(List<Row> rows) {
  private static final int RUNS = 100;
  private static final long SEED = 1;

  /**
   * A step.
   *
   * @param macs multiply-adds of its nodes
   * @param share of the whole time, 0 to 1
   */
  record Row(StepTime step, long macs, double share) {

    double gflops() {
      return Profile.gflops(macs, step.medianMs());
    }

    private String title() {
      List<Node> nodes = step.nodes();
      if (nodes.size() < 2) {
        return nodes.isEmpty() ? "" : nodes.get(0).name();
      }
      Node last = nodes.get(nodes.size() - 1);
      return nodes.get(0).name() + " … " + last.op().getClass().getSimpleName();
    }

    private String output() {
      List<Node> nodes = step.nodes();
      return nodes.isEmpty() ? "" : nodes.get(nodes.size() - 1).shape().toString();
    }

    private Map<String, Object> described() {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("nodes", step.nodes().stream().map(Node::name).toList());
      result.put("kind", step.kind());
      result.put("ms", step.medianMs());
      result.put("gflops", gflops());
      result.put("share", share);
      return result;
    }
  }

  /** Measures a network whose cost is known. */
  static Profile of(Graph graph, Cost cost) {
    Map<String, Long> macs =
        cost.layers().stream().collect(Collectors.toMap(LayerCost::name, LayerCost::macs));
    Model folded = FoldBatchNorm.apply(new Model(graph, Weights.random(graph, SEED)));
    List<StepTime> steps = new PlanarExecutor(1).profile(folded, RUNS);
    double whole = steps.stream().mapToDouble(StepTime::medianMs).sum();
    return new Profile(
        steps.stream()
            .map(
                step ->
                    new Row(
                        step,
                        step.nodes().stream().mapToLong(node -> macs.get(node.name())).sum(),
                        step.medianMs() / whole))
            .toList());
  }

  Table table() {
    Table table = new Table("step", "kind", "output", "ms", "GFLOP/s", "share");
    for (Row row : rows) {
      table.row(
          row.title(),
          row.step().kind(),
          row.output(),
          milliseconds(row.step().medianMs()),
          speed(row.macs(), row.step().medianMs()),
          percent(row.share()));
    }
    double whole = rows.stream().mapToDouble(row -> row.step().medianMs()).sum();
    long macs = rows.stream().mapToLong(Row::macs).sum();
    return table.row("total", "", "", milliseconds(whole), speed(macs, whole), percent(1));
  }

  List<Map<String, Object>> described() {
    return rows.stream().map(Row::described).toList();
  }

  // A multiply-add is two operations.
  private static double gflops(long macs, double milliseconds) {
    return 2 * macs / milliseconds / 1e6;
  }

  private static String speed(long macs, double milliseconds) {
    return macs == 0 ? "" : String.format(Locale.ROOT, "%.1f", gflops(macs, milliseconds));
  }

  private static String milliseconds(double number) {
    return String.format(Locale.ROOT, "%.3f", number);
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f%%", 100 * share);
  }
}
