package dev.riffle.dataset.format;

import dev.riffle.dataset.Dataset;
import dev.riffle.file.FileFault;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of a data set's pictures. */
public final class PictureFiles {
  private PictureFiles() {}

  /**
   * Copies all into another folder, under the names that they have in the data set, which {@link
   * FileNames#withoutExtensions} has found to be good.
   *
   * @throws IOException one line that begins with the path, if one is absent or cannot be copied
   */
  public static void copy(Dataset dataset, Path from, Path into) throws IOException {
    for (String name : dataset.images().fileNames()) {
      Path source = from.resolve(name);
      Path target = into.resolve(name);
      if (!Files.isRegularFile(source)) {
        throw new IOException(source + ": no such file, needed by " + dataset.source());
      }
      Files.createDirectories(target.getParent());
      try {
        Files.copy(source, target);
      } catch (FileSystemException e) {
        throw FileFault.reading(source, e);
      }
    }
  }
}
