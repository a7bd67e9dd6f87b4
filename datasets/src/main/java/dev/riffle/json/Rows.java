package dev.riffle.json;

/** Objects of an array, read one after the other into columns. */
public interface Rows {
  /**
   * Reads the object that is next.
   *
   * @throws JsonException about the value of the last key, or {@link JsonException#NOWHERE}
   */
  void read(JsonReader in) throws JsonException;

  /** How many objects have been read. */
  int size();
}
