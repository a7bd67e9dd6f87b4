package dev.riffle.check;

import dev.riffle.file.FileName;
import dev.riffle.json.JsonBytes;
import dev.riffle.json.JsonException;
import dev.riffle.json.JsonReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The ids of pictures and categories as a COCO file lists them. A data set no longer shows that one
 * occurs twice: of pictures it keeps the last, for categories it is refused.
 */
final class CocoIds {
  private static final long ID = JsonReader.code("id");
  private static final long IMAGES = JsonReader.code("images");
  private static final long CATEGORIES = JsonReader.code("categories");

  private CocoIds() {}

  /** Looks for ids that occur twice; what is no COCO file is left for others to complain about. */
  static void check(Path path, Findings findings) throws IOException {
    JsonBytes text = JsonBytes.read(path, Runtime.getRuntime().availableProcessors());
    JsonReader in = new JsonReader(text.array(), text.begin(), text.end());
    try {
      in.open('{');
      if (in.closes('}')) {
        return;
      }
      do {
        long key = in.key();
        if (key == IMAGES) {
          ids(in, "images", Kind.DUPLICATE_IMAGE_ID, findings);
        } else if (key == CATEGORIES) {
          ids(in, "categories", Kind.DUPLICATE_CATEGORY_ID, findings);
        } else {
          in.skip();
        }
      } while (in.more('}'));
    } catch (JsonException e) {
      return; // the reader says it
    }
  }

  private static void ids(JsonReader in, String array, Kind kind, Findings findings)
      throws JsonException {
    Map<String, Integer> first = new HashMap<>();
    in.open('[');
    if (in.closes(']')) {
      return;
    }
    int place = 0;
    do {
      String id = id(in);
      Integer other = id == null ? null : first.putIfAbsent(id, place);
      if (other != null) {
        int at = place;
        findings.add(
            kind, () -> array + "[" + at + "] (id " + id + ", as " + array + "[" + other + "])");
      }
      place++;
    } while (in.more(']'));
  }

  private static String id(JsonReader in) throws JsonException {
    String id = null;
    in.open('{');
    if (in.closes('}')) {
      return null;
    }
    do {
      if (in.key() != ID) {
        in.skip();
      } else if (in.peek() == '"') {
        id = FileName.shown(in.text());
      } else {
        id = Long.toString(in.whole());
      }
    } while (in.more('}'));
    return id;
  }
}
