package dev.riffle.cli.console;

import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What to tell a person about an exception, in one line. */
public final class Failure {
  private Failure() {}

  /** One line without the exception's class, unless the program itself is at fault. */
  public static String line(Throwable e) {
    if (e instanceof UncheckedIOException unchecked) {
      return line(unchecked.getCause());
    }
    if (e instanceof OutOfMemoryError) {
      return "out of memory: give the JVM more with JAVA_OPTS=-Xmx4g";
    }
    if (e instanceof NoSuchFileException missing && missing.getReason() == null) {
      return missing.getFile() + ": no such file or folder";
    }
    if (e instanceof AccessDeniedException denied && denied.getReason() == null) {
      return denied.getFile() + ": permission denied";
    }
    if (e instanceof FileSystemException system && system.getFile() != null) {
      String kind = system.getClass().getSimpleName().replace("Exception", "");
      return system.getFile() + ": " + (system.getReason() == null ? kind : system.getReason());
    }
    String message = e.getMessage();
    if (message == null || message.isBlank() || isDefect(e)) {
      message = "a defect of riffle, please report it: " + e;
    }
    return message.strip().replaceAll("\\s*\\R\\s*", "; ");
  }

  // Exceptions that no check of ours throws speak of the program, not of what it was given.
  private static boolean isDefect(Throwable e) {
    return e instanceof NullPointerException
        || e instanceof IndexOutOfBoundsException
        || e instanceof ClassCastException;
  }
}
