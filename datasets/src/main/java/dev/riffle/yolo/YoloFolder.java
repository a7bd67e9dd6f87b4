package dev.riffle.yolo;

import dev.riffle.dataset.format.FileIds;
import dev.riffle.file.FolderFiles;
import dev.riffle.file.TextFile;
import dev.riffle.image.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which pictures there are, and where the labels of each would be. */
final class YoloFolder {
  private static final String PICTURES = "images";
  private static final String LABELS = "labels";

  /** Pictures, by their names below a folder. */
  record Pictures(Path root, List<Path> files) {}

  private YoloFolder() {}

  /** Those of some places, each a folder or a list of files, relative to a folder. */
  static Pictures of(Path base, List<Path> places) throws IOException {
    boolean isOneFolder = places.size() == 1 && Files.isDirectory(places.get(0));
    Path root = (isOneFolder ? places.get(0) : base).toAbsolutePath().normalize();
    Set<Path> files = new LinkedHashSet<>(); // lists and folders may overlap
    for (Path place : places) {
      files.addAll(
          Files.isDirectory(place)
              ? FolderFiles.below(place.toAbsolutePath().normalize(), Picture::isPictureName)
              : listed(base, place));
    }
    if (files.isEmpty()) {
      throw new IOException(
          places.get(0) + ": expected pictures, found none; their sizes are needed");
    }
    Comparator<Path> byName = Comparator.comparing(file -> name(root, file));
    return new Pictures(root, files.stream().sorted(byName).toList());
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
    String stem = FileIds.stem(picture.getFileName().toString());
    Path beside = picture.resolveSibling(stem + ".txt");
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
    return FolderFiles.below(
            folder,
            file ->
                file.toString().endsWith(".txt")
                    && !Yolo.NAMES.contains(file.getFileName().toString()))
        .size();
  }
}
