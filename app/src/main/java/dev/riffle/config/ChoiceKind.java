package dev.riffle.config;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import dev.riffle.config.json.Problems;
import dev.riffle.config.json.Value;
import dev.riffle.text.Suggestion;
import java.util.ArrayList;
import java.util.List;

/** An enum, by the name of its constant or by what the constant calls itself. */
record ChoiceKind(Class<?> type) implements Kind {
  @Override
  public String expected() {
    return "one of " + String.join(", ", words());
  }

  @Override
  public Object read(Value value, String path, Problems problems) {
    if (!(value instanceof Value.Text word)) {
      return refuse(value, path, problems);
    }
    for (Object constant : type.getEnumConstants()) {
      if (((Enum<?>) constant).name().equals(word.text())) {
        return constant;
      }
    }
    for (Object constant : type.getEnumConstants()) {
      if (constant.toString().equals(word.text())) {
        return constant;
      }
    }
    String what = "unknown " + value.found();
    problems.add(path, value.origin(), Suggestion.of(what, word.text(), words()));
    return null;
  }

  @Override
  public JsonElement write(Object value) {
    return new JsonPrimitive(value.toString());
  }

  private List<String> words() {
    List<String> words = new ArrayList<>();
    for (Object constant : type.getEnumConstants()) {
      words.add(constant.toString());
    }
    return words;
  }
}
