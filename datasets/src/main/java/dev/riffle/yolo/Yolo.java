package dev.riffle.yolo;

import dev.riffle.box.Categories;
import dev.riffle.box.Category;
import dev.riffle.file.FileName;
import dev.riffle.file.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a data set's description says: where its pictures are and what its classes are called.
 *
 * @param base the folder that places are relative to
 * @param places of pictures: folders and lists
 * @param names of the classes, with their ids; empty if there are none
 */
record Yolo(Path base, List<Path> places, Optional<Categories> names) {
  static final List<String> NAMES = List.of("classes.txt", "obj.names", "labels.txt");
  static final List<String> SPLITS = List.of("train", "val", "test");
  static final String IDS = "category_ids";
  private static final List<String> DESCRIPTIONS =
      List.of("data.yaml", "data.yml", "dataset.yaml", "dataset.yml");

  /** Finds the description in a folder, or reads the one given. */
  static Yolo of(Path path, Optional<String> split) throws IOException {
    if (Files.isRegularFile(path)) {
      return described(path, split);
    }
    if (!Files.isDirectory(path)) {
      throw new IOException(path + ": no such file or folder");
    }
    for (String name : DESCRIPTIONS) {
      if (Files.isRegularFile(path.resolve(name))) {
        return described(path.resolve(name), split);
      }
    }
    Path pictures = Files.isDirectory(path.resolve("images")) ? path.resolve("images") : path;
    if (split.isPresent()) {
      pictures = pictures.resolve(split.get());
      if (!Files.isDirectory(pictures)) {
        throw new IOException(pictures + ": no such folder");
      }
    }
    return new Yolo(path, List.of(pictures), listedNames(path));
  }

  private static Optional<Categories> listedNames(Path folder) throws IOException {
    for (Path place : List.of(folder, folder.resolve("labels"))) {
      for (String name : NAMES) {
        Path file = place.resolve(name);
        if (Files.isRegularFile(file)) {
          List<String> lines = new ArrayList<>(TextFile.lines(file));
          while (!lines.isEmpty() && lines.get(lines.size() - 1).isBlank()) {
            lines.remove(lines.size() - 1);
          }
          return Optional.of(categories(lines.stream().map(String::strip).toList(), null));
        }
      }
    }
    return Optional.empty();
  }

  static Categories categories(List<String> names, long[] ids) {
    List<Category> list = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      list.add(new Category(ids == null ? i + 1 : ids[i], names.get(i)));
    }
    return new Categories(list);
  }

  private static Yolo described(Path file, Optional<String> split) throws IOException {
    Map<String, Yaml.Value> yaml = Yaml.read(file);
    Path folder = file.toAbsolutePath().normalize().getParent();
    Path base = folder;
    Yaml.Value path = yaml.get("path");
    if (path != null && path.texts() != null && !path.texts().isEmpty()) {
      Path said = path(folder, path.texts().get(0), file, path.line()).normalize();
      base = Files.isDirectory(said) ? said : folder; // often that of another machine
    }
    List<Path> places = new ArrayList<>();
    for (String name : split.map(List::of).orElse(SPLITS)) {
      Yaml.Value value = yaml.get(name);
      for (String place :
          value == null || value.texts() == null ? List.<String>of() : value.texts()) {
        if (!place.isEmpty()) {
          Path found = found(base, folder, place, file, value.line());
          if (!places.contains(found)) {
            places.add(found);
          }
        }
      }
    }
    if (places.isEmpty()) {
      throw new IOException(
          file + ": expected " + split.orElse("train, val or test") + ", found none of them");
    }
    return new Yolo(base, places, Optional.of(names(file, yaml)));
  }

  // Descriptions are moved about, so what they say is looked for beside them, too.
  private static Path found(Path base, Path folder, String place, Path file, int line)
      throws IOException {
    String below = place.replaceFirst("^(\\.\\./)+", "");
    List<Path> candidates =
        List.of(
            path(base, place, file, line).normalize(),
            path(folder, place, file, line).normalize(),
            path(folder, below, file, line).normalize());
    for (Path candidate : candidates) {
      if (Files.exists(candidate)) {
        return candidate;
      }
    }
    throw new IOException(file + ":" + line + ": no file or folder " + candidates.get(0));
  }

  /** A path in a file. */
  static Path path(Path base, String text, Path file, int line) throws IOException {
    try {
      return base.resolve(text);
    } catch (InvalidPathException e) {
      throw new IOException(
          file + ":" + line + ": expected a path, found " + FileName.shown(text), e);
    }
  }

  private static Categories names(Path file, Map<String, Yaml.Value> yaml) throws IOException {
    Yaml.Value names = yaml.get("names");
    if (names == null || names.texts() == null) {
      throw new IOException(file + ": expected names, a list or a map of the classes");
    }
    List<String> list = names.texts();
    if (names.keys() != null) {
      String[] ordered = new String[list.size()];
      for (int i = 0; i < ordered.length; i++) {
        long label = number(file, names.line(), "names", names.keys().get(i));
        if (label < 0 || label >= ordered.length || ordered[(int) label] != null) {
          throw new IOException(
              file
                  + ":"
                  + names.line()
                  + ": names: expected the classes 0 to "
                  + (ordered.length - 1)
                  + ", each once, found "
                  + FileName.shown(names.keys().get(i)));
        }
        ordered[(int) label] = list.get(i);
      }
      list = Arrays.asList(ordered);
    }
    Yaml.Value count = yaml.get("nc");
    if (count != null && count.texts() != null && count.texts().size() == 1) {
      long said = number(file, count.line(), "nc", count.texts().get(0));
      if (said != list.size()) {
        throw new IOException(
            file
                + ":"
                + count.line()
                + ": nc is "
                + said
                + ", but there are "
                + list.size()
                + " names");
      }
    }
    return categories(list, ids(file, yaml.get(IDS), list.size()));
  }

  private static long[] ids(Path file, Yaml.Value value, int size) throws IOException {
    if (value == null || value.texts() == null) {
      return null;
    }
    String where = file + ":" + value.line() + ": " + IDS;
    if (value.texts().size() != size) {
      throw new IOException(
          where + ": expected " + size + ", one a name, found " + value.texts().size());
    }
    long[] ids = new long[size];
    for (int i = 0; i < size; i++) {
      ids[i] = number(file, value.line(), IDS, value.texts().get(i));
    }
    if (Arrays.stream(ids).distinct().count() != size) {
      throw new IOException(where + ": expected each once, found one twice");
    }
    return ids;
  }

  private static long number(Path file, int line, String key, String text) throws IOException {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IOException(
          file
              + ":"
              + line
              + ": "
              + key
              + ": expected a whole number, found "
              + FileName.shown(text),
          e);
    }
  }
}
