package dev.riffle.json;

import java.io.IOException;

/** What is wrong with an object of an array. */
public final class RowException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * A complaint.
   *
   * @param row the object's place in the array
   * @param key the path of the value in the object, with a dot before it; empty if it is about the
   *     object
   */
  public RowException(int row, String key, JsonException cause) {
    super("[" + row + "]" + key + ": " + cause.getMessage(), cause);
  }
}
