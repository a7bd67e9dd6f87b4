package dev.riffle.convert;

import dev.riffle.file.FolderFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** The file formats of annotated pictures. */
public enum Format {
  /** {@code instances_*.json}, packed with gzip or not. */
  COCO,
  /** A folder of XML files, or one of them. */
  VOC,
  /** {@code data.yaml}, or a folder of text files beside pictures. */
  YOLO;

  /**
   * The format that a file or folder seems to have, by its name and what is in it.
   *
   * @throws IOException one line that begins with the path, if there is no such thing or it has
   *     none of the formats
   */
  public static Format of(Path path) throws IOException {
    if (!Files.exists(path)) {
      throw new IOException(path + ": no such file or folder");
    }
    if (!Files.isDirectory(path)) {
      return ofName(path);
    }
    boolean isDescribed =
        Stream.of(
                "data.yaml", "data.yml", "dataset.yaml", "dataset.yml", "classes.txt", "obj.names")
            .anyMatch(name -> Files.exists(path.resolve(name)));
    if (Files.isDirectory(path.resolve("Annotations"))) {
      return VOC;
    }
    if (isDescribed || Files.isDirectory(path.resolve("labels"))) {
      return YOLO;
    }
    if (!FolderFiles.below(path, file -> lower(file).endsWith(".xml")).isEmpty()) {
      return VOC;
    }
    throw new IOException(
        path
            + ": expected a folder of VOC (with Annotations or XML files) or YOLO (with data.yaml,"
            + " classes.txt or labels)");
  }

  private static Format ofName(Path path) throws IOException {
    String name = lower(path);
    if (name.endsWith(".json") || name.endsWith(".json.gz")) {
      return COCO;
    }
    if (name.endsWith(".xml")) {
      return VOC;
    }
    if (name.endsWith(".yaml") || name.endsWith(".yml")) {
      return YOLO;
    }
    throw new IOException(
        path + ": expected .json or .json.gz (COCO), .xml (VOC) or .yaml (YOLO), or a folder");
  }

  private static String lower(Path path) {
    return String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
  }
}
