package dev.riffle.weights;

import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import dev.riffle.weights.file.CheckpointException;
import dev.riffle.weights.file.DataType;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a safetensors file says about its tensors.
 *
 * @param entries in the header's order
 * @param metadata words about the whole
 */
record SafetensorsHeader(List<Entry> entries, Map<String, String> metadata) {
  private static final Map<String, DataType> TYPES =
      Arrays.stream(DataType.values())
          .collect(Collectors.toUnmodifiableMap(DataType::safetensors, type -> type));

  /** A tensor; its bytes are counted from the header's end. */
  record Entry(String name, DataType type, int[] shape, long begin, long end) {}

  /**
   * Reads its text.
   *
   * @throws CheckpointException if it is not exactly as the format says, naming the tensor
   */
  static SafetensorsHeader read(ByteBuffer bytes) throws IOException {
    List<Entry> entries = new ArrayList<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    Set<String> seen = new HashSet<>();
    try (JsonReader json =
        new JsonReader(
            new StringReader(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString()))) {
      json.setStrictness(Strictness.STRICT);
      json.beginObject();
      while (json.hasNext()) {
        String name = json.nextName();
        if (!seen.add(name)) {
          throw new CheckpointException(
              "its header names " + CheckpointException.shown(name) + " twice");
        }
        try {
          if (name.equals(Safetensors.METADATA)) {
            readMetadata(json, metadata);
          } else {
            entries.add(entry(json, name));
          }
        } catch (CheckpointException e) {
          throw new CheckpointException(CheckpointException.shown(name), e);
        }
      }
      json.endObject();
      if (json.peek() != JsonToken.END_DOCUMENT) {
        throw new CheckpointException("its header goes on behind its end");
      }
    } catch (CheckpointException e) {
      throw e;
    } catch (CharacterCodingException e) {
      throw new CheckpointException("its header is not UTF-8");
    } catch (IOException | IllegalStateException | JsonParseException | NumberFormatException e) {
      String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      throw new CheckpointException(
          "its header is not that of safetensors (" + CheckpointException.shown(reason) + ")");
    }
    return new SafetensorsHeader(entries, metadata);
  }

  private static void readMetadata(JsonReader json, Map<String, String> metadata)
      throws IOException {
    json.beginObject();
    while (json.hasNext()) {
      String key = json.nextName();
      expect(json, JsonToken.STRING, key);
      if (metadata.put(key, json.nextString()) != null) {
        throw new CheckpointException(CheckpointException.shown(key) + " stands there twice");
      }
    }
    json.endObject();
  }

  private static Entry entry(JsonReader json, String name) throws IOException {
    DataType type = null;
    long[] shape = null;
    long[] offsets = null;
    json.beginObject();
    while (json.hasNext()) {
      String key = json.nextName();
      boolean again = false;
      switch (key) {
        case "dtype" -> {
          again = type != null;
          type = type(json);
        }
        case "shape" -> {
          again = shape != null;
          shape = integers(json, key);
        }
        case "data_offsets" -> {
          again = offsets != null;
          offsets = integers(json, key);
        }
        default ->
            throw new CheckpointException(
                "expected dtype, shape and data_offsets, found " + CheckpointException.shown(key));
      }
      if (again) {
        throw new CheckpointException(key + " stands there twice");
      }
    }
    json.endObject();
    if (type == null || shape == null || offsets == null || offsets.length != 2) {
      throw new CheckpointException("expected dtype, shape and two data_offsets");
    }
    return checked(name, type, shape, offsets);
  }

  private static Entry checked(String name, DataType type, long[] shape, long[] offsets)
      throws CheckpointException {
    long bytes = type.width();
    try {
      for (long size : shape) {
        Math.toIntExact(size);
        bytes = Math.multiplyExact(bytes, size);
      }
    } catch (ArithmeticException e) {
      bytes = -1;
    }
    if (bytes < 0 || bytes != offsets[1] - offsets[0]) {
      throw new CheckpointException(
          type.torch()
              + Arrays.toString(shape)
              + " does not take the bytes from "
              + offsets[0]
              + " to "
              + offsets[1]);
    }
    int[] sizes = Arrays.stream(shape).mapToInt(Math::toIntExact).toArray();
    return new Entry(name, type, sizes, offsets[0], offsets[1]);
  }

  private static DataType type(JsonReader json) throws IOException {
    expect(json, JsonToken.STRING, "dtype");
    String name = json.nextString();
    DataType type = TYPES.get(name);
    if (type == null) {
      throw new CheckpointException(
          "dtype: expected one of "
              + TYPES.keySet().stream().sorted().toList()
              + ", found "
              + CheckpointException.shown(name));
    }
    return type;
  }

  private static long[] integers(JsonReader json, String what) throws IOException {
    List<Long> numbers = new ArrayList<>();
    json.beginArray();
    while (json.hasNext()) {
      expect(json, JsonToken.NUMBER, what);
      String digits = json.nextString();
      if (!digits.matches("\\d{1,18}")) {
        throw new CheckpointException(
            what
                + ": expected whole numbers from 0 on, found "
                + CheckpointException.shown(digits));
      }
      numbers.add(Long.valueOf(digits));
    }
    json.endArray();
    return numbers.stream().mapToLong(Long::longValue).toArray();
  }

  private static void expect(JsonReader json, JsonToken token, String what) throws IOException {
    if (json.peek() != token) {
      throw new CheckpointException(
          CheckpointException.shown(what) + ": expected " + token + ", found " + json.peek());
    }
  }

  /**
   * Checks that every byte belongs to exactly one tensor: sorted, each begins where the last one
   * ends, and the last one ends with the file.
   *
   * @param size bytes behind the header
   */
  void checkCovers(long size) throws CheckpointException {
    List<Entry> sorted = new ArrayList<>(entries);
    sorted.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    long at = 0;
    for (Entry entry : sorted) {
      if (entry.begin() != at) {
        throw new CheckpointException(
            CheckpointException.shown(entry.name())
                + ": begins at byte "
                + entry.begin()
                + ", expected "
                + at
                + ", where the one before ends");
      }
      at = entry.end();
    }
    if (at != size) {
      throw new CheckpointException(
          (at > size ? "ends too early: " : "")
              + "its tensors take "
              + at
              + " bytes, it has "
              + size);
    }
  }
}
