package dev.riffle.coco.value;

import dev.riffle.json.JsonException;
import dev.riffle.json.JsonReader;

/** The joints of one skeleton. */
public final class KeypointRow {
  private KeypointRow() {}

  /** Reads x, y and visibility of each; null if the list is empty. */
  public static double[] read(JsonReader in) throws JsonException {
    if (in.word("null")) {
      return null;
    }
    double[] joints = in.numbers();
    if (joints.length % 3 != 0) {
      throw new JsonException(
          "expected x, y and visibility of each point, found " + joints.length + " numbers",
          in.at());
    }
    return joints.length == 0 ? null : joints;
  }
}
