package dev.riffle.voc;

import dev.riffle.file.FileName;
import dev.riffle.file.FolderFiles;
import dev.riffle.file.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which XML files there are, in the order of their names.
 *
 * @param root the folder that they are below
 */
record VocFolder(Path root, List<Path> files) {
  static final String ANNOTATIONS = "Annotations";
  static final String PICTURES = "JPEGImages";
  static final String SETS = "ImageSets/Main";

  static VocFolder of(Path path, Optional<String> imageSet) throws IOException {
    if (Files.isRegularFile(path)) {
      return new VocFolder(path.toAbsolutePath().getParent(), List.of(path));
    }
    if (!Files.isDirectory(path)) {
      throw new IOException(path + ": no such folder");
    }
    Path annotations = path.resolve(ANNOTATIONS);
    Path root = Files.isDirectory(annotations) ? annotations : path;
    List<Path> files = imageSet.isPresent() ? listed(path, root, imageSet.get()) : all(root);
    if (files.isEmpty()) {
      throw new IOException(root + ": expected XML files, found none");
    }
    return new VocFolder(root, files);
  }

  private static List<Path> all(Path root) throws IOException {
    return FolderFiles.below(
            root, file -> file.toString().toLowerCase(Locale.ROOT).endsWith(".xml"))
        .stream()
        .sorted(Comparator.comparing(file -> slashed(root.relativize(file))))
        .toList();
  }

  // A line is a name without ".xml"; lists of one category have 1, 0 or -1 behind it.
  private static List<Path> listed(Path path, Path root, String name) throws IOException {
    Path list = path.resolve(SETS).resolve(name + ".txt");
    List<String> lines = TextFile.lines(list);
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String stem = lines.get(i).strip().replaceAll("\\s+-?[01]$", "");
      if (stem.isEmpty()) {
        continue;
      }
      String place = list + ":" + (i + 1) + ": ";
      Optional<String> problem = FileName.problem(stem);
      if (problem.isPresent()) {
        throw new IOException(place + FileName.shown(stem) + " " + problem.get());
      }
      Path file = root.resolve(stem + ".xml");
      if (!Files.isRegularFile(file)) {
        throw new IOException(place + "no file " + file);
      }
      files.add(file);
    }
    return files;
  }

  /** Where the pictures are, if there is such a folder. */
  Optional<Path> pictures() {
    Path beside = root.toAbsolutePath().resolveSibling(PICTURES);
    return Optional.of(beside).filter(Files::isDirectory);
  }

  /** The name of a picture with the folder that its XML file is in, unless it has that already. */
  String below(Path xml, String fileName) {
    Path folder = root.toAbsolutePath().relativize(xml.toAbsolutePath()).getParent();
    if (folder == null) {
      return fileName;
    }
    String prefix = slashed(folder) + "/";
    return fileName.startsWith(prefix) ? fileName : prefix + fileName;
  }

  private static String slashed(Path path) {
    return path.toString().replace(path.getFileSystem().getSeparator(), "/");
  }
}
