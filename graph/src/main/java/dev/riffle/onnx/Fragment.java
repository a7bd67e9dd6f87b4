package dev.riffle.onnx;

import dev.riffle.graph.Node;
import dev.riffle.onnx.proto.Message;
import java.util.ArrayList;
import java.util.List;

/**
 * What stands for one {@link Node} in an ONNX graph: some ONNX nodes, the last of which yields what
 * the node does under its name, and the arrays that they read.
 */
final class Fragment {
  private final Node node;
  private final List<Message> steps = new ArrayList<>();
  private final List<Message> arrays = new ArrayList<>();
  private final List<String> names = new ArrayList<>();

  Fragment(Node node) {
    this.node = node;
  }

  /** The ONNX nodes, in running order. */
  List<Message> steps() {
    return steps;
  }

  /** The arrays besides the weights. */
  List<Message> arrays() {
    return arrays;
  }

  /** How the arrays and what the steps yield are called. */
  List<String> names() {
    return names;
  }

  /** Adds a number to read, and gives its name. */
  String number(String name, float value) {
    String array = named(name);
    arrays.add(Proto.tensor(array, new float[] {value}));
    return array;
  }

  /** Adds a list to read, and gives its name. */
  String floats(String name, float... values) {
    String array = named(name);
    arrays.add(Proto.tensor(array, values, values.length));
    return array;
  }

  /** Adds a list to read, and gives its name. */
  String integers(String name, long... values) {
    String array = named(name);
    arrays.add(Proto.tensor(array, values));
    return array;
  }

  /** Adds an ONNX node on the way, and gives the name of what it yields. */
  String step(String name, String op, List<String> inputs, Message... attributes) {
    String output = named(name);
    steps.add(Proto.node(output, op, inputs, attributes));
    return output;
  }

  /** Adds the last ONNX node. */
  Fragment end(String op, List<String> inputs, Message... attributes) {
    names.add(node.name());
    steps.add(Proto.node(node.name(), op, inputs, attributes));
    return this;
  }

  private String named(String name) {
    String inside = node.name() + "/" + name;
    names.add(inside);
    return inside;
  }
}
