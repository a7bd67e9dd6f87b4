package dev.riffle.cli.network;

import dev.riffle.cost.Cost;
import dev.riffle.cost.Guideline;
import dev.riffle.measure.Paper;
import dev.riffle.measure.Trial;
import dev.riffle.measure.TrialResult;
import dev.riffle.report.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the experiments came to, beside what the paper says. */
record TrialReport(Paper paper, int size, int threads, List<TrialResult> results) {

  String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "Stacks of ten blocks on maps of %dx%d, one picture at a time, threads: %d.%n"
                + "here, paper: how many times as fast as the first row, measured here and"
                + " published (%s).%n",
            size,
            size,
            threads,
            paper == Paper.CPU ? "ARM and CPU" : "GPU"));
    for (TrialResult result : results) {
      Guideline guideline = result.trial().guideline();
      text.append('\n').append(guideline).append(": ").append(guideline.text()).append('\n');
      text.append(table(result));
    }
    return text.toString();
  }

  private Table table(TrialResult result) {
    List<String> headings = new ArrayList<>(List.of("", "channels", "memory access"));
    for (int factor : Trial.FACTORS) {
      headings.addAll(List.of("x" + factor + " ms", "here", "paper"));
    }
    Table table = new Table(headings.toArray(String[]::new));
    for (int row = 0; row < result.trial().rows().size(); row++) {
      Trial.Row each = result.trial().rows().get(row);
      List<Object> cells = new ArrayList<>();
      cells.add(each.name());
      cells.add(each.width());
      cells.add(Cost.of(each.graph(1, size)).memoryAccess());
      for (int factor = 0; factor < Trial.FACTORS.size(); factor++) {
        cells.add(rounded("%.3f", result.milliseconds().get(row).get(factor)));
        cells.add(rounded("%.2f", result.measured(row, factor)));
        cells.add(rounded("%.2f", result.trial().published(row, factor)));
      }
      table.row(cells.toArray());
    }
    return table;
  }

  private static String rounded(String format, double number) {
    return String.format(Locale.ROOT, format, number);
  }

  Map<String, Object> described() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("size", size);
    all.put("threads", threads);
    all.put("paper", paper.toString().toLowerCase(Locale.ROOT));
    all.put("experiments", results.stream().map(this::described).toList());
    return all;
  }

  private Map<String, Object> described(TrialResult result) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int row = 0; row < result.trial().rows().size(); row++) {
      Trial.Row each = result.trial().rows().get(row);
      Map<String, Object> described = new LinkedHashMap<>();
      described.put("name", each.name());
      described.put("channels", each.channels());
      described.put("inner", each.inner() == 0 ? null : each.inner());
      List<Map<String, Object>> widths = new ArrayList<>();
      for (int factor = 0; factor < Trial.FACTORS.size(); factor++) {
        widths.add(described(result, row, factor));
      }
      described.put("widths", widths);
      rows.add(described);
    }
    Map<String, Object> described = new LinkedHashMap<>();
    described.put("guideline", result.trial().guideline().toString());
    described.put("text", result.trial().guideline().text());
    described.put("rows", rows);
    return described;
  }

  private Map<String, Object> described(TrialResult result, int row, int factor) {
    Cost cost = Cost.of(result.trial().rows().get(row).graph(Trial.FACTORS.get(factor), size));
    Map<String, Object> described = new LinkedHashMap<>();
    described.put("factor", Trial.FACTORS.get(factor));
    described.put("macs", cost.macs());
    described.put("memoryAccess", cost.memoryAccess());
    described.put("medianMs", result.milliseconds().get(row).get(factor));
    described.put("measured", result.measured(row, factor));
    described.put("published", result.trial().published(row, factor));
    return described;
  }
}
