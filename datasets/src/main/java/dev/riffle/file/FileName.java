package dev.riffle.file;

import java.util.Optional;

/** Names of files below a folder, as data sets have them, which need not be honest. */
public final class FileName {
  private FileName() {}

  /**
   * What is wrong with a name that is to be a place below a folder on any system, its parts divided
   * by slashes: nothing if it stays below.
   */
  public static Optional<String> problem(String name) {
    if (name.isBlank()) {
      return Optional.of("is empty");
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c < ' ' || c == 0x7f) {
        return Optional.of("has a control character");
      }
    }
    if (name.indexOf('\\') >= 0) {
      return Optional.of("has a backslash");
    }
    if (name.startsWith("/")) {
      return Optional.of("is absolute");
    }
    if (name.length() > 1 && name.charAt(1) == ':' && Character.isLetter(name.charAt(0))) {
      return Optional.of("begins with a drive");
    }
    for (String part : name.split("/", -1)) {
      if (part.equals("..")) {
        return Optional.of("leaves its folder");
      }
      if (part.isEmpty() || part.equals(".")) {
        return Optional.of("has a part that is empty or a dot");
      }
    }
    return Optional.empty();
  }

  /** A name fit for one line of a message: control characters shown as question marks, not long. */
  public static String shown(String name) {
    String line = name.replaceAll("\\p{Cntrl}", "?");
    return '"' + (line.length() > 120 ? line.substring(0, 120) + "…" : line) + '"';
  }
}
