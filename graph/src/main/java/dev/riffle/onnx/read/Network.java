package dev.riffle.onnx.read;

import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.graph.Parameter;
import dev.riffle.graph.Tensor;
import dev.riffle.graph.Weights;
import dev.riffle.weights.file.Budget;
import dev.riffle.weights.file.CheckpointException;
import dev.riffle.weights.file.StoredTensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The model while it is put together: nodes get their names, and arrays become their weights. */
final class Network {
  private final Budget budget;
  private final Map<StoredTensor, String> names = new HashMap<>(); // of the file's arrays
  private final Map<StoredTensor, Tensor> read = new HashMap<>();
  private final Map<String, Tensor> weights = new LinkedHashMap<>();
  private final Map<List<StoredTensor>, String> prefixes = new HashMap<>(); // of their parameters
  private final Map<StoredTensor, StoredTensor> lists =
      new HashMap<>(); // reshaped, by what it is now
  private final Map<Node, Optional<StoredTensor>> unshifted = new HashMap<>(); // norms' factors
  private final Set<String> taken = new HashSet<>();
  private final Set<Node> neverNegative = new HashSet<>();

  Network(Map<String, StoredTensor> arrays, Budget budget) {
    this.budget = budget;
    arrays.forEach((name, array) -> names.put(array, name));
  }

  /** An array as float32; the same one for the same array. */
  Tensor floats(StoredTensor array) throws CheckpointException {
    Tensor known = read.get(array);
    if (known != null) {
      return known;
    }
    budget.take((long) Float.BYTES * array.elements());
    Tensor tensor = array.toTensor();
    read.put(array, tensor);
    return tensor;
  }

  /** An array that was worked out from the file's. */
  StoredTensor derived(Tensor numbers, StoredTensor from) throws CheckpointException {
    budget.take((long) Float.BYTES * numbers.data().length);
    StoredTensor array = named(StoredTensor.of(numbers), from);
    read.put(array, numbers);
    return array;
  }

  /** A node without weights. */
  Node node(String output, Op op, Node... inputs) {
    Node node = new Node(unique(output), op, List.of(inputs));
    if (Activations.isNeverNegative(op, neverNegative.containsAll(node.inputs()))) {
      neverNegative.add(node);
    }
    return node;
  }

  /** Whether a node's numbers cannot be negative, whatever the picture. */
  boolean isNeverNegative(Node node) {
    return neverNegative.contains(node);
  }

  /**
   * A node with weights. If the first of them is called {@code a.weight}, the node is called {@code
   * a}, as in the network that was exported, and its weights keep what they begin with in any case.
   * Nodes with the same arrays share them.
   *
   * @param arrays its parameters in their order
   */
  Node weighed(String output, Op op, List<StoredTensor> arrays, Node input)
      throws CheckpointException {
    String first = names.getOrDefault(arrays.get(0), "");
    String ending = op.parameters(List.of(input)).get(0).name();
    String prefix = prefixes.get(arrays);
    if (prefix == null && first.endsWith(ending)) {
      String own = first.substring(0, first.length() - ending.length());
      prefix = own.isEmpty() || own.equals(".") || prefixes.containsValue(own) ? null : own;
    }
    String owner =
        prefix != null && prefix.endsWith(".") ? prefix.substring(0, prefix.length() - 1) : output;
    String name = unique(taken.contains(owner) ? output : owner);
    prefixes.put(arrays, prefix == null ? name + "." : prefix);
    return weighed(new Node(name, prefixes.get(arrays), op, List.of(input)), arrays);
  }

  private Node weighed(Node node, List<StoredTensor> arrays) throws CheckpointException {
    List<Parameter> parameters = node.parameters();
    if (arrays.size() != parameters.size()) {
      throw new IllegalArgumentException(
          "expected " + parameters.size() + " arrays, found " + arrays.size());
    }
    for (int i = 0; i < arrays.size(); i++) {
      weights.put(parameters.get(i).name(), fitting(arrays.get(i), parameters.get(i)));
    }
    return node;
  }

  /** A norm without factors and shifts, which may follow as steps of their own. */
  Node norm(String output, Op op, Node input) throws CheckpointException {
    Node node = new Node(unique(output), op, List.of(input));
    int channels = input.shape().channels();
    weighed(node, List.of(filled(channels, 1), filled(channels, 0)));
    unshifted.put(node, Optional.empty());
    return node;
  }

  private StoredTensor filled(int length, float value) throws CheckpointException {
    float[] data = room(length);
    Arrays.fill(data, value);
    return StoredTensor.of(new Tensor(data, length));
  }

  /** Zeros for so many numbers, which the file does not hold. */
  float[] room(int length) throws CheckpointException {
    budget.take((long) Float.BYTES * length);
    return new float[length];
  }

  /** A norm with its factors; nothing if the node is none, or has them. */
  Optional<Node> scaled(String output, Node norm, StoredTensor factors) throws CheckpointException {
    if (!unshifted.containsKey(norm) || unshifted.get(norm).isPresent()) {
      return Optional.empty();
    }
    Node node = norm(output, norm.op(), norm.input());
    StoredTensor weight = list(factors);
    weighed(node, List.of(weight, filled(weight.elements(), 0)));
    unshifted.put(node, Optional.of(weight));
    return Optional.of(node);
  }

  /** A norm with its shifts; nothing if the node is none, or has them. */
  Optional<Node> shifted(String output, Node norm, StoredTensor shifts) throws CheckpointException {
    if (!unshifted.containsKey(norm)) {
      return Optional.empty();
    }
    StoredTensor bias = list(shifts);
    StoredTensor weight =
        unshifted.get(norm).isPresent() ? unshifted.get(norm).get() : filled(bias.elements(), 1);
    return Optional.of(weighed(output, norm.op(), List.of(weight, bias), norm.input()));
  }

  // Where an array was a list before it got other axes, that one, for it may be shared.
  private StoredTensor list(StoredTensor array) {
    if (!lists.containsKey(array)) {
      lists.put(array, reshaped(array, new int[] {array.elements()}));
    }
    return lists.get(array);
  }

  /** The same numbers on other axes. */
  StoredTensor reshaped(StoredTensor array, int[] shape) {
    StoredTensor other = named(new StoredTensor(array.type(), shape, array.bytes()), array);
    if (array.shape().length == 1) {
      lists.put(other, array);
    }
    return other;
  }

  private StoredTensor named(StoredTensor array, StoredTensor from) {
    if (names.containsKey(from)) {
      names.put(array, names.get(from));
    }
    return array;
  }

  /** A linear layer once more, with the bias that is added to it afterwards. */
  Node withBias(String output, Node linear, int features, StoredTensor bias)
      throws CheckpointException {
    Tensor weight = weights.get(linear.parameter("weight"));
    Node whole = new Node(unique(output), new Op.Linear(features, true), List.of(linear.input()));
    List<Parameter> parameters = whole.parameters();
    weights.put(parameters.get(0).name(), weight);
    weights.put(parameters.get(1).name(), fitting(bias, parameters.get(1)));
    return whole;
  }

  private Tensor fitting(StoredTensor array, Parameter parameter) throws CheckpointException {
    Tensor tensor = floats(array);
    if (!tensor.hasShape(parameter.dimensions())) {
      throw new IllegalArgumentException(
          parameter.name() + ": expected " + parameter.shape() + ", found " + tensor);
    }
    for (float number : tensor.data()) {
      if (!Float.isFinite(number)) {
        throw new IllegalArgumentException(parameter.name() + " holds " + number);
      }
    }
    return tensor;
  }

  private String unique(String name) {
    String free = name;
    for (int i = 2; !taken.add(free); i++) {
      free = name + "/" + i;
    }
    return free;
  }

  /** All of it that the outputs need. */
  Model model(List<Node> inputs, List<Node> outputs) {
    Graph graph = new Graph(inputs, outputs);
    Map<String, Tensor> needed = new LinkedHashMap<>();
    graph.parameters().forEach(p -> needed.put(p.name(), weights.get(p.name())));
    return new Model(graph, new Weights(needed));
  }
}
