package dev.riffle.yolo;

import dev.riffle.box.Categories;
import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.format.FileNames;
import dev.riffle.dataset.format.Losses;
import dev.riffle.dataset.format.PictureFiles;
import dev.riffle.file.FileName;
import dev.riffle.file.WholeFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Data sets that are being written as YOLO files. */
final class YoloWriter {
  private final Map<String, Dataset> parts;
  private final YoloOptions options;

  YoloWriter(Map<String, Dataset> parts, YoloOptions options) {
    this.parts = new TreeMap<>(parts);
    this.options = options;
  }

  Losses write(Path folder) throws IOException {
    WholeFolder.check(folder);
    Categories categories = categories();
    Map<String, String[]> stems = new LinkedHashMap<>();
    for (Map.Entry<String, Dataset> part : parts.entrySet()) {
      if (!Yolo.SPLITS.contains(part.getKey())) {
        throw new IOException(
            FileName.shown(part.getKey()) + ": expected one of " + String.join(", ", Yolo.SPLITS));
      }
      stems.put(part.getKey(), FileNames.withoutExtensions(part.getValue()));
      checkSizes(part.getValue());
    }
    YoloLines lines = new YoloLines(options.outlines());
    WholeFolder.write(
        folder,
        into -> {
          describe(into.resolve("data.yaml"), categories);
          for (String part : stems.keySet()) {
            writePart(into, part, stems.get(part), lines);
          }
        });
    Losses losses = lines.losses();
    for (Dataset dataset : parts.values()) {
      losses = losses.and(FileNames.renumbered(dataset, "YOLO"));
    }
    return losses;
  }

  private Categories categories() throws IOException {
    Dataset first = null;
    for (Dataset dataset : parts.values()) {
      first = first == null ? dataset : first;
      if (!first.categories().equals(dataset.categories())) {
        throw new IOException(
            dataset.source() + ": expected the same categories as in " + first.source());
      }
    }
    if (first == null) {
      throw new IllegalArgumentException("expected at least one data set");
    }
    return first.categories();
  }

  private static void checkSizes(Dataset dataset) throws IOException {
    for (int i = 0; i < dataset.images().size(); i++) {
      int width = dataset.images().widths()[i];
      int height = dataset.images().heights()[i];
      if (width <= 0 || height <= 0) {
        throw new IOException(
            dataset.source()
                + ": picture "
                + dataset.images().ids().text(i)
                + ": expected its width and height, of which YOLO's numbers are fractions, found "
                + width
                + "x"
                + height);
      }
    }
  }

  private void describe(Path file, Categories categories) throws IOException {
    StringBuilder out = new StringBuilder();
    for (String part : parts.keySet()) {
      out.append(part).append(": images/").append(part).append('\n');
    }
    out.append("nc: ").append(categories.size()).append("\nnames:\n");
    boolean hasOwnIds = false;
    StringBuilder ids = new StringBuilder();
    for (int i = 0; i < categories.size(); i++) {
      out.append("  ").append(i).append(": ");
      out.append(Yaml.quoted(categories.get(i).name())).append('\n');
      ids.append(i > 0 ? ", " : "").append(categories.get(i).id());
      hasOwnIds |= categories.get(i).id() != i + 1;
    }
    if (hasOwnIds) {
      out.append("# The ids that the classes have elsewhere.\n");
      out.append(Yolo.IDS).append(": [").append(ids).append("]\n");
    }
    Files.writeString(file, out);
  }

  private void writePart(Path folder, String part, String[] stems, YoloLines lines)
      throws IOException {
    Dataset dataset = parts.get(part);
    Path labels = Files.createDirectories(folder.resolve("labels").resolve(part));
    Path pictures = Files.createDirectories(folder.resolve("images").resolve(part));
    lines.begin(dataset);
    for (int i = 0; i < stems.length; i++) {
      Path file = labels.resolve(stems[i] + ".txt");
      Files.createDirectories(file.getParent());
      Files.writeString(file, lines.of(i));
    }
    if (options.pictures().isPresent()) {
      PictureFiles.copy(dataset, options.pictures().get(), pictures);
    }
  }
}
