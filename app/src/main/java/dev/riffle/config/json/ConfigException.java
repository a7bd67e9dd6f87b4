package dev.riffle.config.json;

import java.util.List;

/** Everything that is wrong with a configuration, in one message. */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * One problem makes one line, {@code configs/x.json: head.classes: expected int, found "eighty"};
   * several are listed below a line that counts them.
   *
   * @param source the configuration's name
   * @param problems one or more lines, each led by the path of what it is about
   */
  public ConfigException(String source, List<String> problems) {
    super(
        problems.size() == 1
            ? source + ": " + problems.get(0)
            : source + ": " + problems.size() + " problems\n  " + String.join("\n  ", problems));
  }

  public ConfigException(String source, String problem, Throwable cause) {
    super(source + ": " + problem, cause);
  }
}
