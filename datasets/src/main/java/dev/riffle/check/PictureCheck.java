package dev.riffle.check;

import dev.riffle.dataset.Dataset;
import dev.riffle.dataset.Grouping;
import dev.riffle.dataset.Images;
import dev.riffle.file.FileName;
import dev.riffle.image.ImageSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Looks at every picture of a data set and, given a folder, at the headers of their files. */
final class PictureCheck {
  private final Images images;
  private final Grouping grouping;
  private final Optional<Path> folder;
  private final Findings findings;

  PictureCheck(Dataset dataset, Optional<Path> folder, Findings findings) {
    this.images = dataset.images();
    this.grouping = Grouping.byImage(dataset);
    this.folder = folder;
    this.findings = findings;
  }

  void check() {
    Map<String, Integer> first = new HashMap<>();
    for (int i = 0; i < images.size(); i++) {
      if (grouping.begin(i) == grouping.end(i)) {
        add(Kind.IMAGE_WITHOUT_ANNOTATIONS, i, () -> "");
      }
      if (images.widths()[i] <= 0 || images.heights()[i] <= 0) {
        add(Kind.SIZE_UNKNOWN, i, () -> "");
      }
      String name = images.fileNames() == null ? null : images.fileNames()[i];
      if (name == null) {
        add(Kind.FILE_NAME_MISSING, i, () -> "");
        continue;
      }
      Optional<String> problem = FileName.problem(name);
      if (problem.isPresent()) {
        add(Kind.FILE_NAME_UNSAFE, i, () -> FileName.shown(name) + " " + problem.get());
        continue;
      }
      Integer other = first.putIfAbsent(name, i);
      if (other != null) {
        add(
            Kind.DUPLICATE_FILE_NAME,
            i,
            () -> FileName.shown(name) + ", as id " + images.ids().text(other));
      }
      if (folder.isPresent()) {
        file(i, name);
      }
    }
  }

  private void add(Kind kind, int i, Supplier<String> what) {
    findings.add(
        kind,
        () -> {
          String about = what.get();
          return "id " + images.ids().text(i) + (about.isEmpty() ? "" : " (" + about + ")");
        });
  }

  private void file(int i, String name) {
    try {
      Path path = folder.get().resolve(name);
      if (!Files.exists(path)) {
        add(Kind.FILE_MISSING, i, () -> path.toString());
        return;
      }
      ImageSize size = ImageSize.read(path);
      int width = images.widths()[i];
      int height = images.heights()[i];
      if (width > 0 && height > 0 && (size.width() != width || size.height() != height)) {
        boolean isTurned = size.width() == height && size.height() == width;
        add(
            Kind.FILE_OF_OTHER_SIZE,
            i,
            () ->
                path
                    + " is "
                    + size
                    + ", expected "
                    + width
                    + "x"
                    + height
                    + (isTurned ? ": turned, maybe by EXIF" : ""));
      }
    } catch (IOException | InvalidPathException e) {
      add(Kind.FILE_UNREADABLE, i, e::getMessage);
    }
  }
}
