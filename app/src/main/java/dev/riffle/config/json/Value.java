package dev.riffle.config.json;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON that knows where it was written: a file's name, {@code --set}, or a default. */
public sealed interface Value {
  String origin();

  /** How a message calls it: {@code "eighty"}, {@code 1.5}, {@code a list}. */
  String found();

  record Members(Map<String, Value> values, String origin) implements Value {
    @Override
    public String found() {
      return "an object";
    }
  }

  record Items(List<Value> values, String origin) implements Value {
    @Override
    public String found() {
      return "a list";
    }
  }

  record Text(String text, String origin) implements Value {
    @Override
    public String found() {
      return '"' + text + '"';
    }
  }

  /** A number as it was written, so that nothing is rounded before its type is known. */
  record Numeral(String digits, String origin) implements Value {
    @Override
    public String found() {
      return digits;
    }
  }

  record Flag(boolean set, String origin) implements Value {
    @Override
    public String found() {
      return Boolean.toString(set);
    }
  }

  record Nothing(String origin) implements Value {
    @Override
    public String found() {
      return "null";
    }
  }

  /**
   * This laid over another: objects are joined key by key, a null takes the other's key away,
   * anything else replaces what is below. So does an object of another {@code "type"}, since its
   * keys mean something else.
   *
   * <p>A null over nothing stays: whoever reads it then sees that it had nothing to take away.
   */
  default Value over(Value below) {
    if (!(this instanceof Members above) || !(below instanceof Members base)) {
      return this;
    }
    if (above.values.get("type") instanceof Text type
        && base.values.get("type") instanceof Text other
        && !type.text.equals(other.text)) {
      return this;
    }
    Map<String, Value> joined = new LinkedHashMap<>(base.values);
    above.values.forEach(
        (key, value) -> {
          Value covered = joined.get(key);
          if (covered != null && value instanceof Nothing) {
            joined.remove(key);
          } else {
            joined.put(key, value.over(covered));
          }
        });
    return new Members(joined, above.origin);
  }
}
