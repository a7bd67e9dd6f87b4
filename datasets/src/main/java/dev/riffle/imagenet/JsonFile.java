package dev.riffle.imagenet;

import dev.riffle.json.JsonBytes;
import dev.riffle.json.JsonException;
import dev.riffle.json.JsonReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** Files of JSON, which are told from text files by their names. */
final class JsonFile {
  private JsonFile() {}

  /** What reads a whole file's value. */
  interface Content {
    void read(JsonReader in) throws JsonException;
  }

  static boolean isName(Path file) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(".json");
  }

  /**
   * Reads a file.
   *
   * @throws IOException one line that begins with the path
   */
  static void read(Path file, Content content) throws IOException {
    JsonBytes text = JsonBytes.read(file, 1);
    try {
      JsonReader in = new JsonReader(text.array(), text.begin(), text.end());
      content.read(in);
      in.finish();
    } catch (JsonException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }
}
