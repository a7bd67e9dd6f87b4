package dev.riffle.yolo;

import dev.riffle.file.TextFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Which pictures there are, and where the labels of each would be. */
final class YoloFolder {
  private static final Set<String> EXTENSIONS =
      Set.of("jpg", "jpeg", "png", "bmp", "webp", "tif", "tiff");
  private static final String PICTURES = "images";
  private static final String LABELS = "labels";

  /** Pictures, by their names below a folder. */
  record Pictures(Path root, List<Path> files) {}

  private YoloFolder() {}

  /** Those of some places, each a folder or a list of files, relative to a folder. */
  static Pictures of(Path base, List<Path> places) throws IOException {
    boolean isOneFolder = places.size() == 1 && Files.isDirectory(places.get(0));
    Path root = (isOneFolder ? places.get(0) : base).toAbsolutePath().normalize();
    List<Path> files = new ArrayList<>();
    for (Path place : places) {
      if (Files.isDirectory(place)) {
        files.addAll(all(place));
      } else {
        files.addAll(listed(base, place));
      }
    }
    files.sort(Comparator.comparing(file -> name(root, file)));
    if (files.isEmpty()) {
      throw new IOException(
          places.get(0) + ": expected pictures, found none; their sizes are needed");
    }
    return new Pictures(root, files);
  }

  private static List<Path> all(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder.toAbsolutePath().normalize())) {
      return walk.filter(YoloFolder::isPicture).filter(Files::isRegularFile).toList();
    } catch (UncheckedIOException e) {
      throw new IOException(folder + ": cannot be read, " + e.getCause().getMessage(), e);
    }
  }

  private static boolean isPicture(Path file) {
    String name = file.getFileName().toString();
    String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return EXTENSIONS.contains(extension);
  }

  private static List<Path> listed(Path base, Path list) throws IOException {
    List<Path> files = new ArrayList<>();
    List<String> lines = TextFile.lines(list);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty()) {
        continue;
      }
      Path file = Yolo.path(base, line, list, i + 1).toAbsolutePath().normalize();
      if (!Files.isRegularFile(file)) {
        throw new IOException(list + ":" + (i + 1) + ": no file " + file);
      }
      files.add(file);
    }
    return files;
  }

  /** What a picture is called below a folder; its whole path if it is elsewhere. */
  static String name(Path root, Path file) {
    Path name = file.startsWith(root) ? root.relativize(file) : file;
    return name.toString().replace(file.getFileSystem().getSeparator(), "/");
  }

  /** A picture's labels: beside its folder {@code images} in {@code labels}, else beside itself. */
  static Path labels(Path picture) {
    String name = picture.getFileName().toString();
    Path beside = picture.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ".txt");
    for (Path at = beside.getParent(); at.getFileName() != null; at = at.getParent()) {
      if (at.getFileName().toString().equals(PICTURES)) {
        Path twin = at.resolveSibling(LABELS);
        return Files.isDirectory(twin) ? twin.resolve(at.relativize(beside)) : beside;
      }
    }
    return beside;
  }

  /** How many files of labels there are below the twin of a folder of pictures. */
  static long labelFiles(Path root) throws IOException {
    Path folder = labels(root.resolve("any.jpg")).getParent();
    if (folder.equals(root) || !Files.isDirectory(folder)) {
      return 0;
    }
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(file -> file.toString().endsWith(".txt"))
          .filter(file -> !Yolo.NAMES.contains(file.getFileName().toString()))
          .count();
    }
  }
}
