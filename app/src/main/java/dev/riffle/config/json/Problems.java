package dev.riffle.config.json;

import java.util.ArrayList;
import java.util.List;

/** What has been found wrong so far with one configuration. */
public final class Problems {
  private final String source;
  private final List<String> lines = new ArrayList<>();

  public Problems(String source) {
    this.source = source;
  }

  /** A problem with what stands at a path, saying where it came from if that is another place. */
  public void add(String path, String origin, String what) {
    String from = origin.equals(source) ? "" : "(from " + origin + ")";
    String where = path + (path.isEmpty() || from.isEmpty() ? "" : " ") + from;
    lines.add(where.isEmpty() ? what : where + ": " + what);
  }

  /** A problem with what is not there, or is made of several places. */
  public void add(String path, String what) {
    add(path, source, what);
  }

  public void throwIfAny() {
    if (!lines.isEmpty()) {
      throw new ConfigException(source, lines);
    }
  }

  public static String join(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
