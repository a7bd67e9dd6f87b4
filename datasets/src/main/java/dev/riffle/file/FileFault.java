package dev.riffle.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What the system says is wrong with a file, in one line that begins with the path. */
public final class FileFault {
  private FileFault() {}

  /** Why a file or folder cannot be read. */
  public static IOException reading(Path path, FileSystemException e) {
    return new IOException(
        path
            + (e instanceof NoSuchFileException
                ? ": no such file"
                : ": cannot be read, " + reason(e)),
        e);
  }

  /** Why a file or folder cannot be written. */
  public static IOException writing(Path path, IOException e) {
    return new IOException(path + ": cannot be written, " + reason(e), e);
  }

  // Messages of the system's own kinds begin with a path, and some of them end there, too.
  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof FileSystemLoopException) {
      return "a link leads back to a folder that it is in";
    }
    if (e instanceof FileSystemException system) {
      return system.getReason() == null ? e.getClass().getSimpleName() : system.getReason();
    }
    return e.getMessage();
  }
}
