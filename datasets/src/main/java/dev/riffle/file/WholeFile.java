package dev.riffle.file;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writing a file so that nobody ever sees half of it: beside its place first, then moved there. If
 * writing fails, what was there before stays.
 */
public final class WholeFile {
  private WholeFile() {}

  /** What goes into a file. */
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes {@code path}, replacing what was there. A link is followed; what is no file (a device, a
   * pipe) is written to directly.
   *
   * @throws IOException one line that begins with the path, if the folder is absent, cannot be
   *     written to or is full, or if the path is a folder
   */
  public static void write(Path path, Content content) throws IOException {
    check(path);
    try {
      Path beside = beside(path);
      if (beside.equals(path)) {
        fill(path, content, StandardOpenOption.WRITE);
        return;
      }
      try {
        fill(beside, content, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        move(beside, path);
      } catch (IOException | RuntimeException e) {
        beside.toFile().delete(); // what could not be written is reported, not what is left of it
        throw e;
      }
    } catch (IOException e) {
      throw FileFault.writing(path, e);
    }
  }

  /**
   * Where to write what is to be at a path in the end: a new place in the same folder, for {@link
   * #settle}; the path itself if it is there and no file.
   */
  public static Path beside(Path path) throws IOException {
    return Files.exists(path) && !Files.isRegularFile(path)
        ? path
        : target(path).resolveSibling(".riffle-" + UUID.randomUUID());
  }

  /**
   * Moves a written file from {@link #beside} to where it is to be, replacing what was there.
   *
   * @throws IOException one line that begins with the path; then nothing is left beside it
   */
  public static void settle(Path beside, Path path) throws IOException {
    try {
      move(beside, path);
    } catch (IOException e) {
      beside.toFile().delete();
      throw FileFault.writing(path, e);
    }
  }

  // What a machine that loses its power forgets is the new file, not half of it.
  private static void move(Path beside, Path path) throws IOException {
    try (FileChannel written = FileChannel.open(beside, StandardOpenOption.WRITE)) {
      written.force(true);
    }
    Files.move(
        beside, target(path), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private static Path target(Path path) throws IOException {
    return Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
  }

  /**
   * Refuses what could not be a file's place, before work is done to fill it.
   *
   * @throws IOException one line that begins with the path, if it is a folder or in none
   */
  public static void check(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      throw new IOException(path + ": is a folder, expected the name of a file");
    }
    Path folder = path.toAbsolutePath().getParent();
    if (!Files.isDirectory(folder)) {
      throw new IOException(path + ": cannot be written, there is no folder " + folder);
    }
  }

  /**
   * Refuses a place that holds something which is read to fill it.
   *
   * @param what says of the place what that is, {@code is one of the pictures}
   * @throws IOException one line that begins with the path, if both are one file
   */
  public static void checkApart(Path path, Path input, String what) throws IOException {
    if (Files.exists(path) && Files.exists(input) && Files.isSameFile(path, input)) {
      throw new IOException(path + ": " + what + ", the result would replace it");
    }
  }

  private static void fill(Path file, Content content, OpenOption... options) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file, options))) {
      content.writeTo(out);
    }
  }
}
