package dev.riffle.config;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.riffle.config.json.Problems;
import dev.riffle.config.json.Source;
import dev.riffle.config.json.StrictJson;
import dev.riffle.config.json.Value;
import dev.riffle.graph.Default;
import dev.riffle.text.Suggestion;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A record: an object with a key for each component, and no others. What is left out is as the
 * component's {@link Default} says, or as it is in the record's own constant {@code DEFAULT}.
 */
record RecordKind(Class<?> type) implements Kind {
  @Override
  public String expected() {
    return "an object (" + type.getSimpleName() + ")";
  }

  @Override
  public Object read(Value value, String path, Problems problems) {
    return value instanceof Value.Members members
        ? read(members, List.of(), path, problems)
        : refuse(value, path, problems);
  }

  /** Reads the components beside keys that somebody else has read. */
  Object read(Value.Members members, List<String> others, String path, Problems problems) {
    List<String> accepted = new ArrayList<>(others);
    for (RecordComponent component : type.getRecordComponents()) {
      accepted.add(component.getName());
    }
    members
        .values()
        .forEach(
            (key, value) -> {
              if (!accepted.contains(key)) {
                problems.add(
                    Problems.join(path, key),
                    value.origin(),
                    Suggestion.of("unknown key", key, accepted));
              }
            });
    List<Object> arguments = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      String at = Problems.join(path, component.getName());
      arguments.add(argument(component, members.values().get(component.getName()), at, problems));
    }
    return arguments.contains(null) ? null : construct(arguments.toArray(), path, problems);
  }

  private Object argument(RecordComponent component, Value value, String path, Problems problems) {
    Kind kind = kind(component);
    if (value != null) {
      return kind.read(value, path, problems);
    }
    if (kind instanceof ContainerKind.OptionalKind) {
      return Optional.empty();
    }
    problems.add(path, "missing, expected " + kind.expected());
    return null;
  }

  private Object construct(Object[] arguments, String path, Problems problems) {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true); // records may be private to their package
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refusal) {
        problems.add(path, String.valueOf(refusal.getMessage()));
        return null;
      }
      throw new IllegalStateException("cannot construct " + type.getName(), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot construct " + type.getName(), e);
    }
  }

  @Override
  public Value complete(Value value) {
    if (!(value instanceof Value.Members members)) {
      return value;
    }
    Map<String, Value> completed = new LinkedHashMap<>(members.values());
    for (RecordComponent component : type.getRecordComponents()) {
      String key = component.getName();
      Default otherwise = component.getAnnotation(Default.class);
      if (!completed.containsKey(key)) {
        String name = "the default of " + type.getSimpleName() + "." + key;
        Optional<String> text =
            otherwise == null ? usual(component) : Optional.of(otherwise.value());
        text.ifPresent(json -> completed.put(key, StrictJson.read(new Source(name, json))));
      }
      completed.computeIfPresent(key, (same, each) -> kind(component).complete(each));
    }
    return new Value.Members(completed, members.origin());
  }

  // What the component is in the type's DEFAULT, if it has one.
  private Optional<String> usual(RecordComponent component) {
    try {
      Field field = type.getField("DEFAULT");
      return field.getType() == type
          ? Optional.of(kind(component).write(read(component, field.get(null))).toString())
          : Optional.empty();
    } catch (NoSuchFieldException e) {
      return Optional.empty();
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("cannot read " + type.getName() + ".DEFAULT", e);
    }
  }

  @Override
  public JsonElement write(Object value) {
    JsonObject object = new JsonObject();
    for (RecordComponent component : type.getRecordComponents()) {
      Object each = read(component, value);
      // An empty optional is left out, unless its default would then take the place.
      if (!Optional.empty().equals(each) || component.isAnnotationPresent(Default.class)) {
        object.add(component.getName(), kind(component).write(each));
      }
    }
    return object;
  }

  private Object read(RecordComponent component, Object value) {
    try {
      Method accessor = component.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "cannot read " + type.getName() + "." + component.getName(), e);
    }
  }

  private Kind kind(RecordComponent component) {
    try {
      return Kind.of(component.getGenericType());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          type.getName() + "." + component.getName() + ": " + e.getMessage(), e);
    }
  }
}
