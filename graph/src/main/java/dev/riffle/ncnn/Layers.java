package dev.riffle.ncnn;

import dev.riffle.graph.Activation;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.graph.Parameter;
import dev.riffle.graph.Shape;
import dev.riffle.graph.Tensor;
import dev.riffle.weights.file.CheckpointException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** ncnn's layers as ops, where the two can say the same, with their weights. */
final class Layers {
  /** What stands for a part that takes an equal share of what is left. */
  private static final int REST = -233;

  /** Gives the nodes of a layer. */
  @FunctionalInterface
  private interface Rule {
    List<Node> apply(Layer layer, List<Node> in) throws IOException;
  }

  /** Gives the node of a layer that reads one. */
  @FunctionalInterface
  private interface Single {
    Node apply(Layer layer, Node x) throws IOException;
  }

  private final Numbers numbers;
  private final Shape input;
  private final Map<String, Tensor> weights = new LinkedHashMap<>();
  private final Set<Node> behind = new HashSet<>(); // the network: see arranged
  private final Map<String, Rule> rules = rules();

  Layers(Numbers numbers, Shape input) {
    this.numbers = numbers;
    this.input = input;
  }

  /** The weights of all nodes so far. */
  Map<String, Tensor> weights() {
    return weights;
  }

  /**
   * The nodes that a layer yields.
   *
   * @param in what it reads
   */
  List<Node> of(Layer layer, List<Node> in) throws IOException {
    Rule rule = rules.get(layer.type());
    if (rule == null) {
      throw new IllegalArgumentException(
          "no such layer can be read; accepted are " + String.join(", ", rules.keySet()));
    }
    List<Node> yielded = rule.apply(layer, in);
    if (!behind.containsAll(yielded)) {
      checkMaps(layer, in);
    }
    return yielded;
  }

  private Map<String, Rule> rules() {
    Map<String, Rule> rules = new TreeMap<>();
    rules.put("Input", (layer, in) -> List.of(input(layer)));
    rules.put("Split", (layer, in) -> Collections.nCopies(layer.outputs().size(), one(in)));
    rules.put("BinaryOp", (layer, in) -> List.of(binary(layer, in)));
    rules.put("Concat", (layer, in) -> List.of(concat(layer, in)));
    rules.put("Slice", (layer, in) -> slice(layer, one(in)));
    put(rules, "Dropout", (layer, x) -> x);
    put(rules, "Noop", (layer, x) -> x);
    put(rules, "Convolution", (layer, x) -> convolution(layer, x, 1));
    put(rules, "ConvolutionDepthWise", (layer, x) -> convolution(layer, x, layer.integer(7, 1)));
    put(rules, "InnerProduct", this::innerProduct);
    put(rules, "Pooling", Layers::pooling);
    put(rules, "ReLU", (layer, x) -> active(layer, x, relu(layer.real(0, 0))));
    put(rules, "Sigmoid", (layer, x) -> active(layer, x, Activation.SIGMOID));
    put(rules, "ShuffleChannel", Layers::shuffle);
    put(rules, "Interp", Layers::interp);
    put(rules, "Permute", this::arranged);
    put(rules, "Softmax", this::arranged);
    return rules;
  }

  private static void put(Map<String, Rule> rules, String type, Single rule) {
    rules.put(type, (layer, in) -> List.of(rule.apply(layer, one(in))));
  }

  private void checkMaps(Layer layer, List<Node> in) {
    for (int i = 0; i < in.size(); i++) {
      if (behind.contains(in.get(i))) {
        throw new IllegalArgumentException(
            "expected a map, found "
                + CheckpointException.shown(layer.inputs().get(i))
                + ", which stands behind the network");
      }
    }
  }

  private static Node one(List<Node> inputs) {
    if (inputs.size() != 1) {
      throw new IllegalArgumentException("expected one input, found " + inputs.size());
    }
    return inputs.get(0);
  }

  private Node input(Layer layer) {
    layer.integer(0, 0); // width, height and channels, which the given size overrides
    layer.integer(1, 0);
    layer.expect("channels", 2, input.channels(), input.channels());
    return new Node(layer.name(), new Op.Input(input), List.of());
  }

  private Node convolution(Layer layer, Node x, int groups) throws IOException {
    int out = layer.integer(0, 0);
    int kernel = layer.side("kernel", 1, 11, 0);
    int stride = layer.side("stride", 3, 13, 1);
    layer.side("dilation", 2, 12, 1);
    layer.expect("dilation", 2, 1, 1);
    int padding = layer.integer(4, 0);
    layer.expect("padding above", 14, padding, padding);
    layer.expect("padding on the right", 15, padding, padding);
    layer.expect("padding below", 16, padding, padding);
    layer.expect("int8 scales", 8, 0, 0);
    Op.Conv2d op = new Op.Conv2d(out, kernel, stride, padding, groups, layer.integer(5, 0) == 1);
    Node node = new Node(layer.name(), op, List.of(x));
    return active(layer, weighed(layer, node, 6));
  }

  private Node innerProduct(Layer layer, Node x) throws IOException {
    layer.expect("int8 scales", 8, 0, 0);
    Op op = new Op.Linear(layer.integer(0, 0), layer.integer(1, 0) == 1);
    return active(layer, weighed(layer, new Node(layer.name(), op, List.of(x)), 2));
  }

  // Weights with their tag, then biases.
  private Node weighed(Layer layer, Node node, int count) throws IOException {
    List<Parameter> parameters = node.parameters();
    layer.expect("weights", count, parameters.get(0).elements(), 0);
    for (Parameter parameter : parameters) {
      boolean first = parameter == parameters.get(0);
      int[] shape = parameter.dimensions();
      weights.put(parameter.name(), first ? numbers.tagged(shape) : numbers.plain(shape));
    }
    return node;
  }

  // What a layer does to its own results.
  private static Node active(Layer layer, Node x) {
    List<Double> settings = layer.reals(10);
    int kind = layer.integer(9, 0);
    Activation function =
        switch (kind) {
          case 0 -> Activation.IDENTITY;
          case 1 -> Activation.RELU;
          case 2 -> relu(settings.isEmpty() ? 0 : settings.get(0));
          case 3 -> clip(settings);
          case 4 -> Activation.SIGMOID;
          default ->
              throw new IllegalArgumentException(
                  "activation (setting 9): expected 0 to 4, found " + kind);
        };
    return kind == 0
        ? x
        : new Node(layer.name() + "/active", new Op.Activate(function), List.of(x));
  }

  private static Activation relu(double slope) {
    if (slope == 0) {
      return Activation.RELU;
    }
    if (Math.abs(slope - Activation.LEAKY_SLOPE) > 1e-6) {
      throw new IllegalArgumentException(
          "slope: expected 0 or " + Activation.LEAKY_SLOPE + ", found " + slope);
    }
    return Activation.LEAKY_RELU;
  }

  private static Activation clip(List<Double> limits) {
    if (!limits.equals(List.of(0.0, 6.0))) {
      throw new IllegalArgumentException("clip: expected 0 to 6, found " + limits);
    }
    return Activation.RELU6;
  }

  private static Node active(Layer layer, Node x, Activation function) {
    return new Node(layer.name(), new Op.Activate(function), List.of(x));
  }

  private static Node pooling(Layer layer, Node x) {
    boolean max = layer.integer(0, 0) == 0;
    boolean whole = layer.integer(4, 0) == 1;
    int kernel = layer.side("kernel", 1, 11, 0);
    int stride = layer.side("stride", 2, 12, 1);
    int padding = layer.integer(3, 0);
    layer.expect("padding above", 13, padding, padding);
    layer.expect("padding on the right", 14, padding, padding);
    layer.expect("padding below", 15, padding, padding);
    layer.integer(5, 0);
    layer.integer(6, 0);
    if (whole) {
      layer.expect("kind", 0, 1, 0);
      return new Node(layer.name(), new Op.MeanPool(), List.of(x));
    }
    layer.expect("rounding of sizes", 5, 1, 0); // down
    if (!max && padding > 0) {
      layer.expect("whether padding counts", 6, 1, 0);
    }
    Op op = max ? new Op.MaxPool(kernel, stride, padding) : new Op.AvgPool(kernel, stride, padding);
    return new Node(layer.name(), op, List.of(x));
  }

  private static Node concat(Layer layer, List<Node> in) {
    layer.expect("axis", 0, 0, 0);
    return new Node(layer.name(), new Op.Concat(), in);
  }

  private static List<Node> slice(Layer layer, Node x) {
    layer.expect("axis", 1, 0, 0);
    List<Double> lengths = layer.reals(0);
    if (lengths.size() != layer.outputs().size()) {
      throw new IllegalArgumentException(
          "expected " + layer.outputs().size() + " lengths, found " + lengths);
    }
    List<Node> parts = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < lengths.size(); i++) {
      int left = x.shape().channels() - from;
      int length = lengths.get(i).intValue();
      int to = from + (length == REST ? left / (lengths.size() - i) : length);
      parts.add(new Node(layer.name() + "/" + i, new Op.Slice(from, to), List.of(x)));
      from = to;
    }
    if (from != x.shape().channels()) {
      throw new IllegalArgumentException(lengths + " do not make " + x.shape().channels());
    }
    return parts;
  }

  private static Node shuffle(Layer layer, Node x) {
    layer.expect("whether it is turned around", 1, 0, 0);
    return new Node(layer.name(), new Op.Shuffle(layer.integer(0, 1)), List.of(x));
  }

  private static Node interp(Layer layer, Node x) {
    int kind = layer.integer(0, 0);
    double scale = layer.real(1, 1);
    if (layer.real(2, 1) != scale || kind != 1 && kind != 2) {
      throw new IllegalArgumentException("expected nearest or bilinear by the same factor");
    }
    layer.expect("height", 3, 0, 0);
    layer.expect("width", 4, 0, 0);
    layer.expect("a size from another blob", 5, 0, 0);
    layer.expect("aligned corners", 6, 0, 0);
    Op.Resize.Mode mode = kind == 1 ? Op.Resize.Mode.NEAREST : Op.Resize.Mode.BILINEAR;
    return new Node(layer.name(), new Op.Resize(scale, mode), List.of(x));
  }

  private static Node binary(Layer layer, List<Node> in) {
    layer.expect("a number in place of an input", 1, 0, 0);
    int kind = layer.integer(0, 0);
    if (kind != 0 && kind != 2) {
      throw new IllegalArgumentException("expected a sum (0) or a product (2), found " + kind);
    }
    return new Node(layer.name(), kind == 0 ? new Op.Add() : new Op.Multiply(), in);
  }

  // What an export does to the outputs, the same numbers in another order or their shares of a sum,
  // is left away.
  private Node arranged(Layer layer, Node x) {
    layer.integer(0, 0);
    layer.integer(1, 0);
    Node node = new Node(layer.name(), new Op.Activate(Activation.IDENTITY), List.of(x));
    behind.add(node);
    return node;
  }
}
