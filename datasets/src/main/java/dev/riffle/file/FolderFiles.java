package dev.riffle.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The files in a folder. */
public final class FolderFiles {
  private FolderFiles() {}

  /**
   * All regular files below a folder that are wanted, in the order of their paths. Links are
   * followed: data sets are often kept elsewhere.
   *
   * @throws IOException one line that begins with the path of what cannot be read, or of a link to
   *     nothing that has a wanted name
   */
  public static List<Path> below(Path folder, Predicate<Path> isWanted) throws IOException {
    try (Stream<Path> walk = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      List<Path> files = new ArrayList<>();
      for (Path path : walk.filter(isWanted).sorted().toList()) {
        if (Files.isRegularFile(path)) {
          files.add(path);
        } else if (!Files.exists(path)) {
          throw new IOException(
              path + ": is a link to " + Files.readSymbolicLink(path) + ", where nothing is");
        }
      }
      return files;
    } catch (FileSystemException e) {
      throw FileFault.reading(folder, e);
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof FileSystemException system && system.getFile() != null) {
        throw FileFault.reading(Path.of(system.getFile()), system);
      }
      throw new IOException(folder + ": cannot be read, " + e.getCause().getMessage(), e);
    }
  }
}
