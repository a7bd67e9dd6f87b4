package dev.riffle.file;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Small text files. */
public final class TextFile {
  private TextFile() {}

  private static final int MOST_BYTES = 64 << 20;

  /**
   * The lines of a file in UTF-8, without a byte order mark.
   *
   * @throws IOException one line that begins with the path: if there is no such file, it cannot be
   *     read, or it is larger than 64 MiB or no text
   */
  public static List<String> lines(Path path) throws IOException {
    try {
      long size = Files.size(path);
      if (size > MOST_BYTES) {
        throw new IOException(path + ": found " + size + " bytes, accepted are " + MOST_BYTES);
      }
      String text = Files.readString(path, StandardCharsets.UTF_8);
      return (text.startsWith("\ufeff") ? text.substring(1) : text).lines().toList();
    } catch (CharacterCodingException e) {
      throw new IOException(path + ": expected text in UTF-8, found other bytes", e);
    } catch (FileSystemException e) {
      throw FileFault.reading(path, e);
    }
  }
}
