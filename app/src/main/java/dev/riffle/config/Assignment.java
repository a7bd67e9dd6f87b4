package dev.riffle.config;

import dev.riffle.config.json.ConfigException;
import dev.riffle.config.json.Problems;
import dev.riffle.config.json.Source;
import dev.riffle.config.json.StrictJson;
import dev.riffle.config.json.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One change from the command line, {@code head.strides.0=8}.
 *
 * @param path the keys, and places in lists, that lead to what changes
 * @param value what it becomes: JSON, or the text itself if it is not JSON
 */
record Assignment(List<String> path, Value value) {
  private static final String ORIGIN = "--set";

  /**
   * Reads {@code key=value}.
   *
   * @throws ConfigException if there is no key
   */
  static Assignment parse(String text) {
    int equals = text.indexOf('=');
    List<String> path = List.of(text.substring(0, Math.max(0, equals)).split("\\.", -1));
    if (path.contains("")) {
      throw new ConfigException(
          ORIGIN, List.of("expected key=value or key.key=value, found \"" + text + "\""));
    }
    String value = text.substring(equals + 1);
    try {
      return new Assignment(path, StrictJson.read(new Source(ORIGIN, value)));
    } catch (ConfigException notJson) {
      return new Assignment(path, new Value.Text(value, ORIGIN));
    }
  }

  /** The tree with the change made. Objects that the path names and nobody wrote come to be. */
  Value on(Value tree, Problems problems) {
    return on(tree, 0, problems);
  }

  private Value on(Value at, int depth, Problems problems) {
    if (depth == path.size()) {
      return value.over(at);
    }
    if (at == null) {
      at = new Value.Members(Map.of(), ORIGIN);
    }
    String key = path.get(depth);
    if (at instanceof Value.Members members) {
      if (depth == path.size() - 1) {
        return new Value.Members(Map.of(key, value), ORIGIN).over(members);
      }
      Map<String, Value> changed = new LinkedHashMap<>(members.values());
      changed.put(key, on(changed.get(key), depth + 1, problems));
      return new Value.Members(changed, members.origin());
    }
    String where = String.join(".", path.subList(0, depth + 1));
    if (at instanceof Value.Items items) {
      int size = items.values().size();
      if (!key.matches("\\d{1,9}") || Integer.parseInt(key) >= size) {
        problems.add(where, ORIGIN, "expected a place in a list of " + size + ", counted from 0");
        return at;
      }
      List<Value> changed = new ArrayList<>(items.values());
      changed.set(
          Integer.parseInt(key), on(changed.get(Integer.parseInt(key)), depth + 1, problems));
      return new Value.Items(changed, items.origin());
    }
    problems.add(where, ORIGIN, "expected an object or a list around it, found " + at.found());
    return at;
  }
}
