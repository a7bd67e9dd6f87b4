package dev.riffle.config.json;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads JSON as its standard has it: no comments, no comma before a bracket, no key twice. */
public final class StrictJson {
  // The reader tells its position only in words.
  private static final Pattern PLACE = Pattern.compile(" at line (\\d+) column (\\d+) path ");

  private final Source source;
  private final JsonReader reader;

  private StrictJson(Source source, JsonReader reader) {
    this.source = source;
    this.reader = reader;
  }

  /**
   * The tree of a text.
   *
   * @throws ConfigException naming line and column of the first thing that is not JSON
   */
  public static Value read(Source source) {
    try (JsonReader reader = new JsonReader(new StringReader(source.text()))) {
      reader.setStrictness(Strictness.STRICT);
      return new StrictJson(source, reader).document();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Value document() throws IOException {
    try {
      Value value = value();
      reader.peek(); // complains of anything that follows
      return value;
    } catch (EOFException e) {
      throw refused(0, "the text ends too early", e);
    } catch (MalformedJsonException e) {
      throw malformed(e);
    }
  }

  private Value value() throws IOException {
    String origin = source.name();
    return switch (reader.peek()) {
      case BEGIN_OBJECT -> members();
      case BEGIN_ARRAY -> items();
      case STRING -> new Value.Text(reader.nextString(), origin);
      case NUMBER -> new Value.Numeral(reader.nextString(), origin);
      case BOOLEAN -> new Value.Flag(reader.nextBoolean(), origin);
      default -> {
        reader.nextNull();
        yield new Value.Nothing(origin);
      }
    };
  }

  private Value members() throws IOException {
    Map<String, Value> values = new LinkedHashMap<>();
    reader.beginObject();
    while (reader.peek() != JsonToken.END_OBJECT) {
      String key = reader.nextName();
      if (values.containsKey(key)) {
        throw refused(key.length() + 2, "the key \"" + key + "\" is there twice", null);
      }
      values.put(key, value());
    }
    reader.endObject();
    return new Value.Members(values, source.name());
  }

  private Value items() throws IOException {
    List<Value> values = new ArrayList<>();
    reader.beginArray();
    while (reader.peek() != JsonToken.END_ARRAY) {
      values.add(value());
    }
    reader.endArray();
    return new Value.Items(values, source.name());
  }

  private ConfigException malformed(MalformedJsonException e) {
    String complaint = PLACE.split(e.getMessage(), 2)[0];
    int passed = passed(complaint);
    String rest = source.text().substring(offset() - passed);
    String found =
        rest.isEmpty() ? "the end" : rest.split("(?<=[\\s,:;=\\[\\]{}\"])|(?=[\\s,:\\]}])", 2)[0];
    String reason =
        switch (complaint) {
          case "Expected name" -> "expected a key, found " + found;
          case "Expected value" -> "expected a value, found " + found;
          case "Expected ':'" -> "expected : after a key, found " + found;
          case "Unterminated object" -> "expected , or }, found " + found;
          case "Unterminated array" -> "expected , or ], found " + found;
          default -> complaint.startsWith("Use JsonReader") ? "unexpected " + found : complaint;
        };
    String before = source.text().substring(0, offset() - passed).stripTrailing();
    String hint =
        switch (found.substring(0, 1)) {
          case "/", "#" -> " (comments are not accepted)";
          case "'" -> " (texts take double quotes)";
          case "]", "}" -> before.endsWith(",") ? " (after a comma)" : "";
          default -> "";
        };
    return refused(passed, "not JSON: " + reason + hint, e);
  }

  // The reader complains before a word that is no value, but behind any other stray sign.
  private int passed(String complaint) {
    String before = source.text().substring(0, offset());
    if (before.isEmpty() || complaint.equals("Expected value")) {
      return 0;
    }
    boolean word = complaint.startsWith("Use JsonReader") && before.matches("(?s).*[:,\\[\\s]");
    boolean comma = before.matches("(?s).*[,:\\[]\\s*,");
    return word && !comma ? 0 : 1;
  }

  private ConfigException refused(int back, String reason, Throwable cause) {
    Matcher place = place();
    int column = Math.max(1, Integer.parseInt(place.group(2)) - back);
    return new ConfigException(source.name() + ":" + place.group(1) + ":" + column, reason, cause);
  }

  private int offset() {
    Matcher place = place();
    int line = Integer.parseInt(place.group(1));
    int start = 0;
    for (int i = 1; i < line; i++) {
      start = source.text().indexOf('\n', start) + 1;
    }
    return Math.min(start + Integer.parseInt(place.group(2)) - 1, source.text().length());
  }

  private Matcher place() {
    Matcher place = PLACE.matcher(reader.toString());
    if (!place.find()) {
      throw new IllegalStateException("no position in " + reader);
    }
    return place;
  }
}
