package dev.riffle.onnx.read;

import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.graph.Parameter;
import dev.riffle.graph.Tensor;
import dev.riffle.graph.Weights;
import dev.riffle.weights.Budget;
import dev.riffle.weights.CheckpointException;
import dev.riffle.weights.StoredTensor;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The model while it is put together: nodes get their names, and arrays become their weights. */
final class Network {
  private final Budget budget;
  private final Map<StoredTensor, String> names = new HashMap<>(); // of the file's arrays
  private final Map<StoredTensor, Tensor> read = new HashMap<>();
  private final Map<String, Tensor> weights = new LinkedHashMap<>();
  private final Map<List<StoredTensor>, String> prefixes = new HashMap<>(); // of their parameters
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
    StoredTensor array = StoredTensor.of(numbers);
    read.put(array, numbers);
    if (names.containsKey(from)) {
      names.put(array, names.get(from));
    }
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
   * a}, as in the network that was exported. Nodes with the same arrays share them.
   *
   * @param arrays its parameters in their order
   */
  Node weighed(String output, Op op, List<StoredTensor> arrays, Node input)
      throws CheckpointException {
    String first = names.getOrDefault(arrays.get(0), "");
    String ending = "." + op.parameters(List.of(input)).get(0).name();
    String owner =
        first.endsWith(ending) && first.length() > ending.length()
            ? first.substring(0, first.length() - ending.length())
            : output;
    String name = unique(taken.contains(owner) ? output : owner);
    Node node =
        new Node(name, prefixes.computeIfAbsent(arrays, own -> name + "."), op, List.of(input));
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
