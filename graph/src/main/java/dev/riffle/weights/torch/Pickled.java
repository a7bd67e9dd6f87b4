package dev.riffle.weights.torch;

import dev.riffle.weights.file.CheckpointException;
import dev.riffle.weights.file.DataType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What stands for Python's values: null, Boolean, Long, BigInteger, Double, String, byte[] and the
 * types here. None of them compares or hashes what it contains, so nesting without end does no
 * harm.
 */
final class Pickled {
  /** As in PyTorch. */
  private static final int MOST_AXES = 64;

  private Pickled() {}

  /** A list or a tuple. */
  static final class Items {
    private final List<Object> items;

    Items(List<Object> items) {
      this.items = items;
    }

    List<Object> list() {
      return items;
    }
  }

  /** A dict. Numbers and texts are keys by value, anything else by identity. */
  static final class Dict {
    private Map<Object, Object> entries = Map.of();

    void put(Object key, Object value) {
      if (entries.isEmpty()) {
        entries = new LinkedHashMap<>();
      }
      entries.put(key, value);
    }

    Map<Object, Object> entries() {
      return entries;
    }
  }

  /** Something that is not needed: it takes whatever is put into it and keeps nothing. */
  enum Inert {
    INERT
  }

  /** What a name can be called for. It builds plain data and does nothing else. */
  @FunctionalInterface
  interface Constructor {
    Object call(List<Object> arguments) throws CheckpointException;
  }

  /** An array's class. */
  record StorageType(DataType type) {}

  /**
   * An array that tensors look at.
   *
   * @param key its name in the file
   * @param elements how many numbers of its type it has
   * @param offset where it begins, in numbers, in the array of that key
   * @param whole how many numbers the array of that key has
   */
  record Storage(String key, DataType type, long elements, long offset, long whole) {}

  static Items items(Object value, String what) throws CheckpointException {
    if (value instanceof Items items) {
      return items;
    }
    throw unexpected(what, "a tuple", value);
  }

  static long integer(Object value, String what) throws CheckpointException {
    if (value instanceof Long number) {
      return number;
    }
    throw unexpected(what, "an integer", value);
  }

  static String text(Object value, String what) throws CheckpointException {
    if (value instanceof String text) {
      return text;
    }
    throw unexpected(what, "a text", value);
  }

  static long[] integers(Object value, String what) throws CheckpointException {
    List<Object> items = items(value, what).list();
    if (items.size() > MOST_AXES) {
      throw new CheckpointException(what + " has " + items.size() + " axes");
    }
    long[] numbers = new long[items.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = integer(items.get(i), what);
    }
    return numbers;
  }

  static CheckpointException unexpected(String what, String expected, Object found) {
    return new CheckpointException(what + ": expected " + expected + ", found " + kind(found));
  }

  /** What a value is, in a word or two. */
  static String kind(Object value) {
    if (value == null) {
      return "None";
    } else if (value instanceof String text) {
      return "'" + CheckpointException.shown(text) + "'";
    } else if (value instanceof Long || value instanceof Boolean || value instanceof Double) {
      return value.toString();
    } else if (value instanceof BigInteger) {
      return "a large integer";
    } else if (value instanceof byte[]) {
      return "bytes";
    } else if (value instanceof Items) {
      return "a list or tuple";
    } else if (value instanceof Dict) {
      return "a dict";
    } else if (value instanceof TensorView) {
      return "a tensor";
    } else if (value instanceof Storage) {
      return "a storage";
    } else if (value instanceof Constructor || value instanceof StorageType) {
      return "a class or function";
    } else if (value instanceof DataType type) {
      return "torch." + type.torch();
    }
    return "an object";
  }

  /** An empty list that can grow. */
  static Items list() {
    return new Items(new ArrayList<>(0));
  }
}
