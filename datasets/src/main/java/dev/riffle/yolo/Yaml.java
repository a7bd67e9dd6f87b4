package dev.riffle.yolo;

import dev.riffle.file.FileName;
import dev.riffle.file.TextFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * As much YAML as files that describe data sets have: keys at the beginning of a line, and as their
 * values texts, lists and maps of texts, in lines of their own or in brackets. What is nested
 * deeper, and texts of several lines, are passed over.
 */
final class Yaml {

  /**
   * A value.
   *
   * @param line of its key, from 1
   * @param keys of a map; null for a text or a list
   * @param texts the one, the list's, the map's; null for what was passed over
   */
  record Value(int line, List<String> keys, List<String> texts) {}

  // What may stand behind a backslash, and at the same place what it means.
  private static final String ESCAPES = "0abtnvfre \"/\\N_LP\t";
  private static final String ESCAPED = "\0\7\b\t\n\13\f\r\33 \"/\\\u0085\u00a0\u2028\u2029\t";

  private final Path path;
  private final List<String> lines;
  private int next;

  private Yaml(Path path, List<String> lines) {
    this.path = path;
    this.lines = lines;
  }

  /**
   * Reads a file.
   *
   * @throws IOException one line that begins with the path and the line in the file
   */
  static Map<String, Value> read(Path path) throws IOException {
    return new Yaml(path, TextFile.lines(path)).values();
  }

  private IOException failed(int line, String what) {
    return new IOException(path + ":" + line + ": " + what);
  }

  private Map<String, Value> values() throws IOException {
    Map<String, Value> values = new LinkedHashMap<>();
    while (next < lines.size()) {
      String line = withoutComment(lines.get(next++));
      int number = next;
      if (line.isBlank() || line.startsWith("---") || line.startsWith("%")) {
        continue;
      }
      int colon = colon(line);
      if (colon < 0 || Character.isWhitespace(line.charAt(0))) {
        throw failed(number, "expected a key and a colon, found " + FileName.shown(line.strip()));
      }
      String key = plain(line.substring(0, colon), number);
      if (values.put(key, value(line.substring(colon + 1).strip(), number)) != null) {
        throw failed(number, "the key " + FileName.shown(key) + " is there already");
      }
    }
    return values;
  }

  private Value value(String rest, int line) throws IOException {
    if (rest.startsWith("[") || rest.startsWith("{")) {
      return bracketed(rest, line);
    }
    List<String> block = block();
    if (rest.isEmpty()) {
      return blocked(block, line);
    }
    boolean isPassedOver = rest.startsWith("|") || rest.startsWith(">") || !block.isEmpty();
    return new Value(line, null, isPassedOver ? null : List.of(plain(rest, line)));
  }

  // The lines that belong to a key: indented ones, and items of a list even if they are not.
  private List<String> block() {
    List<String> block = new ArrayList<>();
    while (next < lines.size()) {
      String line = withoutComment(lines.get(next));
      boolean isInside =
          line.isBlank() || Character.isWhitespace(line.charAt(0)) || line.startsWith("- ");
      if (!isInside) {
        break;
      }
      next++;
      if (!line.isBlank()) {
        block.add(line);
      }
    }
    return block;
  }

  private Value blocked(List<String> block, int line) throws IOException {
    List<String> texts = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    int indent = block.isEmpty() ? 0 : indent(block.get(0));
    for (String entry : block) {
      String text = entry.strip();
      boolean isItem = text.startsWith("- ");
      int colon = isItem ? -1 : colon(text);
      if (indent(entry) != indent || !isItem && colon < 0) {
        return new Value(line, null, null); // nested, or a text of several lines
      }
      if (!isItem) {
        keys.add(plain(text.substring(0, colon), line));
      }
      texts.add(plain(text.substring(isItem ? 2 : colon + 1), line));
    }
    if (!keys.isEmpty() && keys.size() != texts.size()) {
      throw failed(line, "expected either a list or a map, found both");
    }
    return new Value(line, keys.isEmpty() ? null : keys, texts);
  }

  private static int indent(String line) {
    return line.length() - line.stripLeading().length();
  }

  private Value bracketed(String rest, int line) throws IOException {
    StringBuilder text = new StringBuilder(rest);
    char close = rest.charAt(0) == '[' ? ']' : '}';
    while (unquoted(text, close, 1) < 0) {
      if (next == lines.size()) {
        throw failed(line, "expected '" + close + "', found the end of the file");
      }
      text.append(' ').append(withoutComment(lines.get(next++)).strip());
    }
    int end = unquoted(text, close, 1);
    if (end < text.length() - 1) {
      throw failed(line, "expected nothing behind '" + close + "'");
    }
    List<String> keys = close == '}' ? new ArrayList<>() : null;
    List<String> texts = new ArrayList<>();
    for (int from = 1; from < end; ) {
      int comma = unquoted(text, ',', from);
      int to = comma < 0 ? end : comma;
      String entry = text.substring(from, to).strip();
      from = to + 1;
      if (entry.startsWith("[") || entry.startsWith("{")) {
        return new Value(line, null, null); // nested
      }
      if (entry.isEmpty() && comma < 0) {
        break; // a comma may stand at the end
      }
      int colon = keys == null ? -1 : colon(entry);
      if (keys != null && colon < 0) {
        throw failed(line, "expected a key and a colon, found " + FileName.shown(entry));
      }
      if (keys != null) {
        keys.add(plain(entry.substring(0, colon), line));
      }
      texts.add(plain(entry.substring(colon + 1), line));
    }
    return new Value(line, keys, texts);
  }

  // Where a character stands outside of quotes.
  private static int unquoted(CharSequence text, char wanted, int from) {
    char quote = 0;
    boolean begins = true; // only there does a quote open
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        if (c == '\\' && quote == '"') {
          i++;
        } else if (c == quote) {
          quote = 0;
        }
        continue;
      }
      if (c == wanted) {
        return i;
      }
      if ((c == '"' || c == '\'') && begins) {
        quote = c;
      }
      begins = c == ' ' || c == ',' || c == ':' || c == '[' || c == '{';
    }
    return -1;
  }

  private static int colon(String text) {
    int at = unquoted(text, ':', 0);
    while (at >= 0 && at + 1 < text.length() && text.charAt(at + 1) != ' ') {
      at = unquoted(text, ':', at + 1);
    }
    return at;
  }

  private static String withoutComment(String line) {
    int at = unquoted(line, '#', 0);
    while (at > 0 && line.charAt(at - 1) != ' ' && line.charAt(at - 1) != '\t') {
      at = unquoted(line, '#', at + 1);
    }
    return (at < 0 ? line : line.substring(0, at)).stripTrailing();
  }

  private String plain(String written, int line) throws IOException {
    String text = written.strip();
    char first = text.isEmpty() ? ' ' : text.charAt(0);
    if (first != '"' && first != '\'') {
      return text;
    }
    if (text.length() < 2 || text.charAt(text.length() - 1) != first) {
      throw failed(line, "expected a closing quote, found " + FileName.shown(text));
    }
    String inner = text.substring(1, text.length() - 1);
    if (first == '\'') {
      return inner.replace("''", "'");
    }
    return unescaped(inner, line);
  }

  private String unescaped(String text, int line) throws IOException {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) != '\\') {
        out.append(text.charAt(i));
        continue;
      }
      char kind = i + 1 < text.length() ? text.charAt(i + 1) : 0;
      int digits = kind == 'x' ? 2 : kind == 'u' ? 4 : kind == 'U' ? 8 : 0;
      int code = digits > 0 ? code(text, i + 2, digits) : meaning(kind);
      if (!Character.isValidCodePoint(code)) {
        throw failed(
            line, "expected an escape of YAML's, found " + FileName.shown(text.substring(i)));
      }
      out.appendCodePoint(code);
      i += 1 + digits;
    }
    return out.toString();
  }

  // −1 if there is none.
  private static int code(String text, int from, int digits) {
    try {
      return HexFormat.fromHexDigits(text, from, from + digits);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return -1;
    }
  }

  private static int meaning(char kind) {
    int at = ESCAPES.indexOf(kind);
    return at < 0 ? -1 : ESCAPED.charAt(at);
  }

  /** A text in quotes, as {@link #read} takes them back. */
  static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ') {
        out.append("\\x").append(HexFormat.of().toHexDigits((byte) c));
      } else {
        out.append(c == '"' || c == '\\' ? "\\" : "").append(c);
      }
    }
    return out.append('"').toString();
  }
}
