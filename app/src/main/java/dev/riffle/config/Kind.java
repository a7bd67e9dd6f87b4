package dev.riffle.config;

import com.google.gson.JsonElement;
import dev.riffle.config.json.Problems;
import dev.riffle.config.json.Value;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How one Java type stands in a configuration. */
sealed interface Kind
    permits ScalarKind,
        ChoiceKind,
        ContainerKind.ListKind,
        ContainerKind.MapKind,
        ContainerKind.OptionalKind,
        RecordKind,
        FamilyKind {

  /** What messages say was expected: {@code int}, {@code a list of int}. */
  String expected();

  /** The Java value, or null after telling the problems why there is none. */
  Object read(Value value, String path, Problems problems);

  /** The same with every default written out that is left out. */
  default Value complete(Value value) {
    return value;
  }

  /** The JSON that reads as this Java value. */
  JsonElement write(Object value);

  /** Tells that something else was found, and gives null. */
  default Object refuse(Value value, String path, Problems problems) {
    problems.add(path, value.origin(), "expected " + expected() + ", found " + value.found());
    return null;
  }

  /**
   * The kind of a type.
   *
   * @throws IllegalArgumentException if no configuration can hold such a type
   */
  static Kind of(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type[] of = generic.getActualTypeArguments();
      if (generic.getRawType() == List.class) {
        return new ContainerKind.ListKind(of(of[0]));
      }
      if (generic.getRawType() == Map.class && of[0] == String.class) {
        return new ContainerKind.MapKind(of(of[1]));
      }
      if (generic.getRawType() == Optional.class) {
        return new ContainerKind.OptionalKind(of(of[0]));
      }
    } else if (type instanceof Class<?> plain) {
      Optional<ScalarKind> scalar = ScalarKind.of(plain);
      if (scalar.isPresent()) {
        return scalar.get();
      }
      if (plain.isEnum()) {
        return new ChoiceKind(plain);
      }
      if (plain.isRecord() && plain.getTypeParameters().length == 0) {
        return new RecordKind(plain);
      }
      if (plain.isSealed()) {
        return new FamilyKind(plain);
      }
    }
    throw new IllegalArgumentException(
        "a configuration cannot hold "
            + type.getTypeName()
            + " (it holds int, long, float, double, boolean, String, enums, records, sealed"
            + " interfaces of records, and List, Map by String and Optional of these)");
  }
}
