package dev.riffle.config;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.riffle.config.json.Problems;
import dev.riffle.config.json.Value;
import dev.riffle.text.Suggestion;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A sealed interface: an object whose {@code "type"} names one of the permitted records. */
record FamilyKind(Class<?> type) implements Kind {
  private static final String KEY = "type";

  @Override
  public String expected() {
    return "an object with \"type\" (accepted: " + String.join(", ", members().keySet()) + ")";
  }

  @Override
  public Object read(Value value, String path, Problems problems) {
    if (!(value instanceof Value.Members object)) {
      return refuse(value, path, problems);
    }
    Map<String, RecordKind> members = members();
    String at = Problems.join(path, KEY);
    Value name = object.values().get(KEY);
    if (name == null) {
      problems.add(at, "missing, expected one of " + String.join(", ", members.keySet()));
      return null;
    }
    RecordKind member = name instanceof Value.Text text ? members.get(text.text()) : null;
    if (member == null) {
      String word = name instanceof Value.Text text ? text.text() : "";
      problems.add(
          at, name.origin(), Suggestion.of("unknown " + name.found(), word, members.keySet()));
      return null;
    }
    return member.read(object, List.of(KEY), path, problems);
  }

  @Override
  public Value complete(Value value) {
    return value instanceof Value.Members object
            && object.values().get(KEY) instanceof Value.Text name
            && members().containsKey(name.text())
        ? members().get(name.text()).complete(value)
        : value;
  }

  @Override
  public JsonElement write(Object value) {
    JsonObject object = new JsonObject();
    object.add(KEY, new JsonPrimitive(value.getClass().getSimpleName()));
    JsonObject rest = (JsonObject) new RecordKind(value.getClass()).write(value);
    rest.entrySet().forEach(entry -> object.add(entry.getKey(), entry.getValue()));
    return object;
  }

  /** The permitted records by simple name; a permitted sealed interface stands for its own. */
  private Map<String, RecordKind> members() {
    Map<String, RecordKind> members = new TreeMap<>();
    collect(type, members);
    return members;
  }

  private static void collect(Class<?> family, Map<String, RecordKind> members) {
    for (Class<?> each : family.getPermittedSubclasses()) {
      if (each.isSealed()) {
        collect(each, members);
      } else if (!each.isRecord()) {
        throw new IllegalArgumentException(
            family.getName() + " permits " + each.getName() + ", expected a record");
      } else {
        RecordKind same = members.put(each.getSimpleName(), new RecordKind(each));
        if (same != null) {
          throw new IllegalArgumentException(
              same.type().getName() + " and " + each.getName() + " go by one simple name");
        }
      }
    }
  }
}
