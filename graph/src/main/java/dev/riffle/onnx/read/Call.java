package dev.riffle.onnx.read;

import dev.riffle.graph.Node;
import dev.riffle.onnx.file.Step;
import dev.riffle.weights.file.CheckpointException;
import dev.riffle.weights.file.StoredTensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One {@link Step} with what it reads. Whatever it says that is asked about nowhere is refused in
 * the end, so nothing is overlooked.
 */
final class Call {
  private final Step step;
  private final List<Value> inputs; // null where left out
  private final Network network;
  private final Set<String> asked = new HashSet<>();

  Call(Step step, List<Value> inputs, Network network) {
    this.step = step;
    this.inputs = inputs;
    this.network = network;
  }

  Network network() {
    return network;
  }

  /** The name of the first thing that it yields. */
  String name() {
    return step.outputs().get(0);
  }

  /** The names of all that it yields. */
  List<String> outputs() {
    return step.outputs();
  }

  boolean has(int input) {
    return input < inputs.size() && inputs.get(input) != null;
  }

  Value input(int index) {
    if (!has(index)) {
      throw new IllegalArgumentException("expected an input " + index + ", found none");
    }
    return inputs.get(index);
  }

  List<Value> inputs() {
    for (int i = 0; i < inputs.size(); i++) {
      input(i);
    }
    return inputs;
  }

  boolean isConstant(int input) {
    return input(input) instanceof Value.Constant;
  }

  Value.View view(int input) {
    if (input(input) instanceof Value.View view) {
      return view;
    }
    throw new IllegalArgumentException(
        "input " + input + ": expected what the network computes, found " + described(input));
  }

  /** An input that is a map, {@code [N, C, H, W]}. */
  Node map(int input) {
    Value.View view = view(input);
    if (!view.isMap()) {
      throw new IllegalArgumentException(
          "input "
              + input
              + ": expected a map [N, C, H, W], found one in another order of numbers");
    }
    return view.node();
  }

  StoredTensor array(int input) {
    if (input(input) instanceof Value.Constant constant) {
      return constant.tensor();
    }
    throw new IllegalArgumentException(
        "input " + input + ": expected an array that the file holds, found " + described(input));
  }

  /** What an input is, in a few words. */
  String described(int input) {
    Value value = input(input);
    if (value instanceof Value.Constant constant) {
      return constant.tensor().toString();
    }
    if (value instanceof Value.View view) {
      return view.node().name() + " " + view.node().shape();
    }
    return value instanceof Value.Moment moment
        ? "a step towards a layer normalisation of " + moment.x().node().name()
        : "what is made of the network's outputs";
  }

  /** What is worked out from all inputs behind the network. */
  Value.Reading reading() {
    Set<Node> of = new LinkedHashSet<>();
    for (Value input : inputs) {
      if (input instanceof Value.View view) {
        of.add(view.node());
      } else if (input instanceof Value.Reading reading) {
        of.addAll(reading.of());
      }
    }
    return new Value.Behind(List.copyOf(of));
  }

  boolean reads(Class<? extends Value> kind) {
    return inputs.stream().anyMatch(kind::isInstance);
  }

  boolean readsOnly(Class<? extends Value> kind) {
    return inputs.stream().allMatch(input -> input == null || kind.isInstance(input));
  }

  boolean says(String attribute) {
    return step.attributes().containsKey(attribute);
  }

  long integer(String attribute, long otherwise) {
    return attribute(attribute, Long.class, otherwise);
  }

  double real(String attribute, double otherwise) {
    asked.add(attribute);
    return says(attribute) ? shortest(attribute(attribute, Float.class, 0f)) : otherwise;
  }

  /** The shortest number that float32 holds as this: 0.1, not 0.10000000149. */
  static double shortest(float real) {
    return Double.parseDouble(Float.toString(real));
  }

  String text(String attribute, String otherwise) {
    return attribute(attribute, String.class, otherwise);
  }

  StoredTensor tensor(String attribute) {
    return attribute(attribute, StoredTensor.class, null);
  }

  List<Long> integers(String attribute, List<Long> otherwise) {
    List<Long> numbers = new ArrayList<>();
    for (Object number : attribute(attribute, List.class, otherwise)) {
      numbers.add((Long) number);
    }
    return numbers;
  }

  /** Whole numbers that older ops have as an attribute and younger ones as an input. */
  List<Long> integers(String attribute, int input, List<Long> otherwise) {
    if (!has(input)) {
      return integers(attribute, otherwise);
    }
    List<Long> numbers = new ArrayList<>();
    for (long number : array(input).toLongs()) {
      numbers.add(number);
    }
    return numbers;
  }

  /** Refuses an attribute that says anything else. */
  void expect(String attribute, Object expected) {
    Object found = attribute(attribute, Object.class, expected);
    if (!found.equals(expected)) {
      throw new IllegalArgumentException(
          attribute
              + ": expected "
              + expected
              + ", found "
              + CheckpointException.shown(found.toString()));
    }
  }

  private <T> T attribute(String name, Class<T> type, T otherwise) {
    asked.add(name);
    Object found = step.attributes().get(name);
    if (found == null) {
      return otherwise;
    }
    if (!type.isInstance(found)) {
      throw new IllegalArgumentException(
          name
              + ": expected a "
              + type.getSimpleName()
              + ", found "
              + CheckpointException.shown(found.toString()));
    }
    return type.cast(found);
  }

  /** Refuses what nobody asked about. */
  void checkAllWasAsked() {
    for (String attribute : step.attributes().keySet()) {
      if (!asked.contains(attribute)) {
        throw new IllegalArgumentException(
            "nothing is known of an attribute " + CheckpointException.shown(attribute));
      }
    }
  }
}
