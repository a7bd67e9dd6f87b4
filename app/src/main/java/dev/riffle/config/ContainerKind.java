package dev.riffle.config;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.riffle.config.json.Problems;
import dev.riffle.config.json.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lists, maps and optional values of some kind. */
final class ContainerKind {
  private ContainerKind() {}

  record ListKind(Kind item) implements Kind {
    @Override
    public String expected() {
      return "a list of " + item.expected();
    }

    @Override
    public Object read(Value value, String path, Problems problems) {
      if (!(value instanceof Value.Items items)) {
        return refuse(value, path, problems);
      }
      List<Object> list = new ArrayList<>();
      for (Value each : items.values()) {
        list.add(item.read(each, Problems.join(path, Integer.toString(list.size())), problems));
      }
      return list.contains(null) ? null : List.copyOf(list);
    }

    @Override
    public Value complete(Value value) {
      return value instanceof Value.Items items
          ? new Value.Items(items.values().stream().map(item::complete).toList(), items.origin())
          : value;
    }

    @Override
    public JsonElement write(Object value) {
      JsonArray array = new JsonArray();
      ((List<?>) value).forEach(each -> array.add(item.write(each)));
      return array;
    }
  }

  record MapKind(Kind item) implements Kind {
    @Override
    public String expected() {
      return "an object of " + item.expected();
    }

    @Override
    public Object read(Value value, String path, Problems problems) {
      if (!(value instanceof Value.Members members)) {
        return refuse(value, path, problems);
      }
      Map<String, Object> map = new LinkedHashMap<>();
      members
          .values()
          .forEach(
              (key, each) -> map.put(key, item.read(each, Problems.join(path, key), problems)));
      return map.containsValue(null) ? null : Collections.unmodifiableMap(map);
    }

    @Override
    public Value complete(Value value) {
      if (!(value instanceof Value.Members members)) {
        return value;
      }
      Map<String, Value> completed = new LinkedHashMap<>();
      members.values().forEach((key, each) -> completed.put(key, item.complete(each)));
      return new Value.Members(completed, members.origin());
    }

    @Override
    public JsonElement write(Object value) {
      JsonObject object = new JsonObject();
      ((Map<?, ?>) value).forEach((key, each) -> object.add((String) key, item.write(each)));
      return object;
    }
  }

  record OptionalKind(Kind item) implements Kind {
    @Override
    public String expected() {
      return item.expected() + " or null";
    }

    @Override
    public Object read(Value value, String path, Problems problems) {
      if (value instanceof Value.Nothing) {
        return Optional.empty();
      }
      Object present = item.read(value, path, problems);
      return present == null ? null : Optional.of(present);
    }

    @Override
    public Value complete(Value value) {
      return item.complete(value);
    }

    @Override
    public JsonElement write(Object value) {
      return ((Optional<?>) value).map(item::write).orElse(JsonNull.INSTANCE);
    }
  }
}
