package dev.riffle.cli.network;

import dev.riffle.cost.Audit;
import dev.riffle.cost.Breach;
import dev.riffle.cost.Cost;
import dev.riffle.cost.Guideline;
import dev.riffle.graph.Graph;
import dev.riffle.graph.Node;
import dev.riffle.report.Table;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where a model breaks the guidelines, and what that costs in numbers moved and, where it was
 * profiled, in milliseconds. A step takes as long for all layers that are fused into it as for one;
 * element-wise work has time of its own only where it is a step of its own.
 */
record AuditReport(
    String name,
    Graph graph,
    Cost cost,
    Audit audit,
    List<Guideline> guidelines,
    Optional<Profile> profile) {

  String text() {
    StringBuilder text = new StringBuilder();
    text.append(name).append(", input ").append(graph.inputs().get(0).shape()).append('\n');
    for (Guideline guideline : guidelines) {
      if (!audit.of(guideline).isEmpty()) {
        text.append('\n').append(guideline).append(": ").append(guideline.text()).append('\n');
        text.append(table(guideline));
      }
    }
    return text.append('\n').append(totals()).toString();
  }

  private Table table(Guideline guideline) {
    Table table = headed("where", "what", "memory access", "too many");
    for (Breach breach : audit.of(guideline)) {
      List<Object> cells = new ArrayList<>();
      cells.add(breach.place());
      cells.add(breach.what());
      cells.add(breach.memoryAccess());
      cells.add(breach.excess());
      addTime(cells, List.of(breach));
      table.row(cells.toArray());
    }
    return table;
  }

  private Table totals() {
    Table table = headed("guideline", "places", "memory access", "too many", "of all");
    for (Guideline guideline : guidelines) {
      List<Breach> breaches = audit.of(guideline);
      long excess = breaches.stream().mapToLong(Breach::excess).sum();
      List<Object> cells = new ArrayList<>();
      cells.add(guideline);
      cells.add((long) breaches.size());
      cells.add(breaches.stream().mapToLong(Breach::memoryAccess).sum());
      cells.add(excess);
      cells.add(percent((double) excess / cost.memoryAccess()));
      addTime(cells, breaches);
      table.row(cells.toArray());
    }
    List<Object> whole = new ArrayList<>(List.of("whole", "", cost.memoryAccess(), "", ""));
    profile.ifPresent(
        it -> {
          whole.add(String.format(Locale.ROOT, "%.3f", milliseconds(it.rows())));
          whole.add("");
        });
    return table.row(whole.toArray());
  }

  private Table headed(String... headings) {
    List<String> all = new ArrayList<>(List.of(headings));
    if (profile.isPresent()) {
      all.addAll(List.of("ms", "of all"));
    }
    return new Table(all.toArray(String[]::new));
  }

  private void addTime(List<Object> cells, List<Breach> breaches) {
    profile.ifPresent(
        it -> {
          double time = milliseconds(steps(it, breaches));
          cells.add(String.format(Locale.ROOT, "%.3f", time));
          cells.add(percent(time / milliseconds(it.rows())));
        });
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f%%", 100 * share);
  }

  /** The steps that do what the breaches do, each once. */
  private static List<Profile.Row> steps(Profile profile, List<Breach> breaches) {
    Set<String> names = new HashSet<>();
    boolean alone = false;
    for (Breach breach : breaches) {
      breach.nodes().forEach(node -> names.add(node.name()));
      alone |= breach.guideline() == Guideline.G4;
    }
    List<Profile.Row> steps = new ArrayList<>();
    for (Profile.Row row : profile.rows()) {
      Set<String> fused = row.step().nodes().stream().map(Node::name).collect(Collectors.toSet());
      boolean concerned =
          alone ? names.containsAll(fused) : fused.stream().anyMatch(names::contains);
      if (concerned && !fused.isEmpty()) {
        steps.add(row);
      }
    }
    return steps;
  }

  private static double milliseconds(List<Profile.Row> steps) {
    return steps.stream().mapToDouble(row -> row.step().medianMs()).sum();
  }

  Map<String, Object> described() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("model", name);
    all.put("memoryAccess", cost.memoryAccess());
    profile.ifPresent(it -> all.put("ms", milliseconds(it.rows())));
    all.put("guidelines", guidelines.stream().map(this::described).toList());
    return all;
  }

  private Map<String, Object> described(Guideline guideline) {
    List<Breach> breaches = audit.of(guideline);
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("guideline", guideline.toString());
    result.put("text", guideline.text());
    result.put("memoryAccess", breaches.stream().mapToLong(Breach::memoryAccess).sum());
    result.put("excess", breaches.stream().mapToLong(Breach::excess).sum());
    profile.ifPresent(it -> result.put("ms", milliseconds(steps(it, breaches))));
    result.put("breaches", breaches.stream().map(this::described).toList());
    return result;
  }

  private Map<String, Object> described(Breach breach) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("place", breach.place());
    result.put("what", breach.what());
    result.put("layers", breach.nodes().stream().map(Node::name).toList());
    result.put("memoryAccess", breach.memoryAccess());
    result.put("excess", breach.excess());
    profile.ifPresent(it -> result.put("ms", milliseconds(steps(it, List.of(breach)))));
    return result;
  }
}
