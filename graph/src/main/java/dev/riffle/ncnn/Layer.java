package dev.riffle.ncnn;

import dev.riffle.weights.file.CheckpointException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One line of a {@code .param} file: {@code type name inputs outputs input… output… id=value…}. A
 * list is written {@code -23300-id=count,value,…}. Whatever it says that is asked about nowhere is
 * refused in the end, so nothing is overlooked.
 */
final class Layer {
  /** What is written for the number of a list, less its id. */
  private static final int LISTS = -23300;

  private final String type;
  private final String name;
  private final List<String> inputs;
  private final List<String> outputs;
  private final Map<Integer, String> settings = new TreeMap<>();
  private final Set<Integer> asked = new HashSet<>();

  /**
   * Takes the line apart.
   *
   * @throws CheckpointException if it is none
   */
  Layer(String line) throws CheckpointException {
    String[] words = line.trim().split("\\s+");
    try {
      type = words[0];
      name = words[1];
      int reads = Integer.parseInt(words[2]);
      int yields = Integer.parseInt(words[3]);
      inputs = List.copyOf(Arrays.asList(words).subList(4, 4 + reads));
      outputs = List.copyOf(Arrays.asList(words).subList(4 + reads, 4 + reads + yields));
      for (String word : Arrays.asList(words).subList(4 + reads + yields, words.length)) {
        int equals = word.indexOf('=');
        int id = Integer.parseInt(word.substring(0, equals));
        settings.put(id <= LISTS ? LISTS - id : id, word.substring(equals + 1));
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new CheckpointException(
          "expected type, name, counts, blobs and settings, found "
              + CheckpointException.shown(line));
    }
  }

  String type() {
    return type;
  }

  String name() {
    return name;
  }

  List<String> inputs() {
    return inputs;
  }

  List<String> outputs() {
    return outputs;
  }

  /** A setting that is a whole number. */
  int integer(int id, int otherwise) {
    asked.add(id);
    String text = settings.get(id);
    try {
      return text == null ? otherwise : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw wrong(id, "a whole number", text);
    }
  }

  double real(int id, double otherwise) {
    asked.add(id);
    String text = settings.get(id);
    try {
      return text == null ? otherwise : Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw wrong(id, "a number", text);
    }
  }

  /** A setting that is a list. */
  List<Double> reals(int id) {
    asked.add(id);
    String text = settings.get(id);
    if (text == null) {
      return List.of();
    }
    List<Double> numbers = new ArrayList<>();
    try {
      for (String word : text.split(",")) {
        numbers.add(Double.valueOf(word));
      }
      if (numbers.remove(0) != numbers.size()) {
        throw wrong(id, "as many numbers as it says", text);
      }
    } catch (NumberFormatException e) {
      throw wrong(id, "numbers", text);
    }
    return numbers;
  }

  /** A setting for the height, which is the width's where it is left out. */
  int side(String what, int width, int height, int otherwise) {
    int side = integer(width, otherwise);
    expect(what + "'s height", height, side, side);
    return side;
  }

  /** Refuses a setting that says anything else. */
  void expect(String what, int id, int expected, int otherwise) {
    int found = integer(id, otherwise);
    if (found != expected) {
      throw new IllegalArgumentException(
          what + " (setting " + id + "): expected " + expected + ", found " + found);
    }
  }

  private static IllegalArgumentException wrong(int id, String expected, String found) {
    return new IllegalArgumentException(
        "setting " + id + ": expected " + expected + ", found " + CheckpointException.shown(found));
  }

  /** Refuses what nobody asked about. */
  void checkAllWasAsked() {
    for (Map.Entry<Integer, String> setting : settings.entrySet()) {
      if (!asked.contains(setting.getKey())) {
        throw new IllegalArgumentException(
            "nothing is known of its setting "
                + setting.getKey()
                + "="
                + CheckpointException.shown(setting.getValue()));
      }
    }
  }

  /** As {@code Convolution "conv_0"}. */
  @Override
  public String toString() {
    return CheckpointException.shown(type) + " \"" + CheckpointException.shown(name) + '"';
  }
}
