package dev.riffle.coco;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** COCO files as Gson sees them, record by record: an independent reading. */
final class CocoTree {
  private CocoTree() {}

  /** What to do with an object of an array. */
  @FunctionalInterface
  interface Visit {
    void object(int index, JsonObject object);
  }

  static InputStream opened(Path path) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(path), 1 << 16);
    return path.toString().endsWith(".gz") ? new GZIPInputStream(in, 1 << 16) : in;
  }

  /** Visits the objects of the named arrays, or of the list that a results file is ({@code ""}). */
  static void visit(Path path, Map<String, Visit> visits) throws IOException {
    try (JsonReader in =
        new JsonReader(new InputStreamReader(opened(path), StandardCharsets.UTF_8))) {
      in.setStrictness(Strictness.LENIENT); // NaN
      if (in.peek() == JsonToken.BEGIN_ARRAY) {
        visitAll(in, visits.get(""));
        return;
      }
      in.beginObject();
      while (in.hasNext()) {
        Visit visit = visits.get(in.nextName());
        if (visit == null) {
          in.skipValue();
        } else {
          visitAll(in, visit);
        }
      }
    }
  }

  private static void visitAll(JsonReader in, Visit visit) throws IOException {
    int index = 0;
    in.beginArray();
    while (in.hasNext()) {
      visit.object(index++, JsonParser.parseReader(in).getAsJsonObject());
    }
    in.endArray();
  }

  /** The objects of an array by their ids, the last one of each. */
  static Map<String, JsonObject> byId(Path path, String array) throws IOException {
    Map<String, JsonObject> objects = new LinkedHashMap<>();
    visit(path, Map.of(array, (i, object) -> objects.put(id(object.get("id")), object)));
    return objects;
  }

  static String id(JsonElement id) {
    return id.getAsJsonPrimitive().isString() ? id.getAsString() : "" + id.getAsLong();
  }

  static double number(JsonElement number) {
    return Double.parseDouble(number.getAsString());
  }

  static double[] numbers(JsonElement array) {
    JsonArray list = array.getAsJsonArray();
    double[] numbers = new double[list.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = number(list.get(i));
    }
    return numbers;
  }
}
