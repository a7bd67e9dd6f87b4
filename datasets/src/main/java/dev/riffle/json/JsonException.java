package dev.riffle.json;

import java.io.IOException;

/** What is wrong with a piece of JSON: what was expected, what was found. */
public final class JsonException extends IOException {
  private static final long serialVersionUID = 1L;

  /** The place of complaints that are about an object as a whole. */
  public static final int NOWHERE = -1;

  private final int at;

  /** A complaint about what stands at a byte. */
  public JsonException(String message, int at) {
    super(message);
    this.at = at;
  }

  /** Where, in bytes from the beginning, or {@link #NOWHERE}. */
  public int at() {
    return at;
  }
}
