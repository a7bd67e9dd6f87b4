package dev.riffle.file;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Writing a folder so that nobody ever sees half of it: beside its place first, then moved there.
 * Since it is new, no link in it can lead elsewhere.
 */
public final class WholeFolder {
  private WholeFolder() {}

  /** What goes into a folder. */
  @FunctionalInterface
  public interface Content {
    void writeTo(Path folder) throws IOException;
  }

  /**
   * Checks that {@link #write} can begin, before any work is done.
   *
   * @throws IOException one line that begins with the path
   */
  public static void check(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      try (Stream<Path> entries = Files.list(path)) {
        if (entries.findAny().isPresent()) {
          throw new IOException(path + ": is not empty, expected an empty or a new folder");
        }
      } catch (FileSystemException e) {
        throw FileFault.reading(path, e);
      }
    } else if (Files.exists(path)) {
      throw new IOException(path + ": is a file, expected an empty or a new folder");
    }
    Path parent = path.toAbsolutePath().normalize().getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw new IOException(path + ": cannot be written, there is no folder " + parent);
    }
  }

  /**
   * Writes the folder {@code path}, which is absent or empty.
   *
   * @throws IOException one line that begins with the path or that of a file in it, if it is
   *     neither or cannot be written; whatever else {@code content} throws passes through, and then
   *     nothing is left
   */
  public static void write(Path path, Content content) throws IOException {
    check(path);
    Path target = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath().normalize();
    Path beside = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID());
    try {
      Files.createDirectory(beside);
      content.writeTo(beside);
      Files.deleteIfExists(target);
      Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      throw FileFault.writing(settled(path, beside, e.getFile()), e);
    } finally {
      deleteTree(beside);
    }
  }

  // Where a file would have come to be, for messages: nobody knows the folder beside.
  private static Path settled(Path path, Path beside, String file) {
    boolean isInside = file != null && Path.of(file).startsWith(beside);
    return isInside ? path.resolve(beside.relativize(Path.of(file))) : path;
  }

  private static void deleteTree(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree( // follows no links
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes about)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path inner, IOException e) throws IOException {
            Files.delete(inner);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
