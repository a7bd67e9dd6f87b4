package dev.riffle.imagenet;

import dev.riffle.file.FileFault;
import dev.riffle.file.TextFile;
import dev.riffle.json.JsonException;
import dev.riffle.json.JsonReader;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What is truly in pictures: the class of each, by its name or by its folder. */
public final class Labels {
  private static final long FILE = JsonReader.code("file");
  private static final long INDEX = JsonReader.code("index");
  private static final long WNID = JsonReader.code("wnid");

  private final Path source;
  private final boolean isFolder;
  private final ClassList classes;
  private final Map<String, Integer> byName = new HashMap<>();

  private Labels(Path source, ClassList classes) {
    this.source = source;
    this.isFolder = Files.isDirectory(source);
    this.classes = classes;
  }

  /**
   * Reads a file or looks at a folder.
   *
   * <p>A text file has a picture a line, its name and its class, which is an index or a WordNet id.
   * JSON is an object of classes by name, or an array of {@code {"file": …, "index": …}} (or {@code
   * "wnid"}). A folder has a folder for each class, called by its index or id; where neither is
   * known of as many folders as there are classes, their alphabetical order is the classes'.
   *
   * @param classes the classifier's
   * @throws IOException one line that begins with the path
   */
  public static Labels read(Path source, ClassList classes) throws IOException {
    Labels labels = new Labels(source, classes);
    if (labels.isFolder) {
      labels.readFolders();
    } else if (JsonFile.isName(source)) {
      JsonFile.read(source, labels::readJson);
    } else {
      labels.readLines();
    }
    return labels;
  }

  /**
   * The class of a picture.
   *
   * @throws IOException naming it, if there is none
   */
  public int of(Path picture) throws IOException {
    Path path = picture.toAbsolutePath().normalize();
    if (isFolder) {
      Path folder = path.getParent().getFileName();
      Integer label = folder == null ? null : byName.get(folder.toString());
      if (label == null) {
        throw new IOException(picture + ": lies in none of the folders in " + source);
      }
      return label;
    }
    for (int from = 0; from < path.getNameCount(); from++) {
      Integer label = byName.get(slashed(path.subpath(from, path.getNameCount()).toString()));
      if (label != null) {
        return label;
      }
    }
    throw new IOException(source + ": has no class for " + picture);
  }

  private static String slashed(String path) {
    return path.replace('\\', '/');
  }

  private void readFolders() throws IOException {
    List<String> names;
    try (Stream<Path> inside = Files.list(source)) {
      names =
          inside
              .filter(Files::isDirectory)
              .map(folder -> folder.getFileName().toString())
              .sorted()
              .toList();
    } catch (FileSystemException e) {
      throw FileFault.reading(source, e);
    }
    if (names.isEmpty()) {
      throw new IOException(source + ": expected a folder for each class, found none");
    }
    boolean isByOrder =
        classes.wnids().isEmpty()
            && names.size() == classes.size()
            && names.stream().noneMatch(name -> name.matches("\\d+"));
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      put(name, isByOrder ? Integer.toString(i) : name, source.resolve(name).toString());
    }
  }

  private void readLines() throws IOException {
    int number = 0;
    for (String line : TextFile.lines(source)) {
      number++;
      String text = line.strip();
      int space = text.length();
      while (space > 0 && !Character.isWhitespace(text.charAt(space - 1))) {
        space--;
      }
      if (text.isEmpty()) {
        continue;
      }
      String place = source + ":" + number;
      if (space == 0) {
        throw new IOException(place + ": expected a picture's name and its class, found " + text);
      }
      put(text.substring(0, space).strip(), text.substring(space), place);
    }
  }

  private void put(String name, String label, String place) throws IOException {
    try {
      put(name, label);
    } catch (IllegalArgumentException e) {
      throw new IOException(place + ": " + e.getMessage(), e);
    }
  }

  private void put(String name, String label) {
    int index = classes.indexOf(label);
    Integer former = byName.put(slashed(name), index);
    if (former != null && former != index) {
      throw new IllegalArgumentException(
          name + ": expected one class, found " + former + " and " + index);
    }
  }

  private void readJson(JsonReader in) throws JsonException {
    boolean isArray = in.peek() == '[';
    char end = isArray ? ']' : '}';
    in.open(isArray ? '[' : '{');
    if (in.closes(end)) {
      return;
    }
    do {
      try {
        if (isArray) {
          readObject(in);
        } else {
          in.key();
          String name = in.lastKey();
          put(name, in.peek() == '"' ? in.text() : Long.toString(in.whole()));
        }
      } catch (IllegalArgumentException e) {
        throw new JsonException(e.getMessage(), in.at());
      }
    } while (in.more(end));
  }

  private void readObject(JsonReader in) throws JsonException {
    String name = null;
    String index = null;
    String wnid = null;
    in.open('{');
    if (!in.closes('}')) {
      do {
        long key = in.key();
        if (key == FILE) {
          name = in.text();
        } else if (key == INDEX) {
          index = Long.toString(in.whole());
        } else if (key == WNID) {
          wnid = in.text();
        } else {
          in.skip();
        }
      } while (in.more('}'));
    }
    if (name == null || index == null && wnid == null) {
      throw in.expected("file, and index or wnid, in the object before");
    }
    if (index != null) {
      put(name, index);
    }
    // Beside an index an id is checked where ids are known.
    if (wnid != null && (index == null || !classes.wnids().isEmpty())) {
      put(name, wnid);
    }
  }
}
