package dev.riffle.check;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Findings as they come in: all are counted, the first few remembered. */
final class Findings {
  private static final int REMEMBERED = 5;

  private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
  private final Map<Kind, List<String>> places = new EnumMap<>(Kind.class);

  void add(Kind kind, Supplier<String> place) {
    counts.merge(kind, 1, Integer::sum);
    List<String> known = places.computeIfAbsent(kind, it -> new ArrayList<>());
    if (known.size() < REMEMBERED) {
      known.add(place.get());
    }
  }

  /** All, errors first. */
  List<Finding> list() {
    List<Finding> all = new ArrayList<>();
    for (Severity severity : Severity.values()) {
      counts.forEach(
          (kind, count) -> {
            if (kind.severity() == severity) {
              all.add(new Finding(kind, count, places.get(kind)));
            }
          });
    }
    return all;
  }
}
