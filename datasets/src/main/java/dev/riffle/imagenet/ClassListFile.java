package dev.riffle.imagenet;

import dev.riffle.file.TextFile;
import dev.riffle.json.JsonException;
import dev.riffle.json.JsonReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A list of classes that is being read. */
final class ClassListFile {
  private static final long WNID = JsonReader.code("wnid");
  private static final long LABEL = JsonReader.code("label");
  private static final Pattern ID_AND_LABEL = Pattern.compile("(n\\d{8})(?:\\s+(.*))?");

  private final TreeMap<Integer, Entry> entries = new TreeMap<>();

  private ClassListFile() {}

  // The id may be null.
  private record Entry(String wnid, String label) {}

  static ClassList read(Path file) throws IOException {
    ClassListFile list = new ClassListFile();
    if (JsonFile.isName(file)) {
      JsonFile.read(file, list::readJson);
    } else {
      list.readLines(file);
    }
    try {
      return list.whole();
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  private void readLines(Path file) throws IOException {
    for (String line : TextFile.lines(file)) {
      String text = line.strip();
      if (text.isEmpty()) {
        throw new IOException(file + ":" + (entries.size() + 1) + ": expected a class, found none");
      }
      Matcher matcher = ID_AND_LABEL.matcher(text);
      boolean hasId = matcher.matches();
      String id = hasId ? matcher.group(1) : null;
      String label = hasId && matcher.group(2) == null ? id : hasId ? matcher.group(2) : text;
      entries.put(entries.size(), new Entry(id, label));
    }
  }

  private void readJson(JsonReader in) throws JsonException {
    if (in.peek() == '[') {
      in.open('[');
      if (!in.closes(']')) {
        do {
          entries.put(entries.size(), entry(in));
        } while (in.more(']'));
      }
      return;
    }
    in.open('{');
    if (!in.closes('}')) {
      do {
        in.key();
        String key = in.lastKey();
        if (!key.matches("\\d{1,9}")) {
          throw new JsonException("expected a class's index, found key \"" + key + '"', in.at());
        }
        if (entries.put(Integer.parseInt(key), entry(in)) != null) {
          throw new JsonException("class " + key + " is there twice", in.at());
        }
      } while (in.more('}'));
    }
  }

  private static Entry entry(JsonReader in) throws JsonException {
    if (in.peek() == '"') {
      return new Entry(null, in.text());
    }
    if (in.peek() == '[') {
      in.open('[');
      String wnid = in.text();
      if (!in.more(']')) {
        throw in.expected("a label behind the id");
      }
      String label = in.text();
      if (in.more(']')) {
        throw in.expected("']', an id and a label are all");
      }
      return new Entry(wnid, label);
    }
    String wnid = null;
    String label = null;
    in.open('{');
    if (!in.closes('}')) {
      do {
        long key = in.key();
        if (key == WNID) {
          wnid = in.text();
        } else if (key == LABEL) {
          label = in.text();
        } else {
          in.skip();
        }
      } while (in.more('}'));
    }
    if (label == null) {
      throw in.expected("a label in the class before");
    }
    return new Entry(wnid, label);
  }

  private ClassList whole() {
    List<String> labels = new ArrayList<>();
    List<String> wnids = new ArrayList<>();
    for (var entry : entries.entrySet()) {
      if (entry.getKey() != labels.size()) {
        throw new IllegalArgumentException("expected class " + labels.size() + ", found none");
      }
      labels.add(entry.getValue().label());
      if (entry.getValue().wnid() != null) {
        wnids.add(entry.getValue().wnid());
      }
    }
    if (labels.isEmpty()) {
      throw new IllegalArgumentException("expected a list of classes, found none");
    }
    return new ClassList(labels, wnids);
  }
}
