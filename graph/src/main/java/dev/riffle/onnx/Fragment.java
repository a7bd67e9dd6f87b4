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
  /** In a shape to take on: as long as before. */
  static final int KEEP = 0;

  /** In a shape to take on: whatever is left. */
  static final int REST = -1;

  private final String name; // of what it yields
  private final List<Message> steps = new ArrayList<>();
  private final List<Message> arrays = new ArrayList<>();
  private final List<String> names = new ArrayList<>();

  Fragment(Node node) {
    this(node.name());
  }

  /** What stands for no node, under a name of its own. */
  Fragment(String name) {
    this.name = name;
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
  String number(String part, float value) {
    String array = named(part);
    arrays.add(Proto.tensor(array, new float[] {value}));
    return array;
  }

  /** Adds an array to read, and gives its name. */
  String floats(String part, float[] values, int... shape) {
    String array = named(part);
    arrays.add(Proto.tensor(array, values, shape));
    return array;
  }

  /** Adds a list to read, and gives its name. */
  String integers(String part, long... values) {
    String array = named(part);
    arrays.add(Proto.tensor(array, values));
    return array;
  }

  /** Adds an ONNX node on the way, and gives the name of what it yields. */
  String step(String part, String op, List<String> inputs, Message... attributes) {
    String output = named(part);
    steps.add(Proto.node(output, op, inputs, attributes));
    return output;
  }

  /** Adds the last ONNX node. */
  Fragment end(String op, List<String> inputs, Message... attributes) {
    names.add(name);
    steps.add(Proto.node(name, op, inputs, attributes));
    return this;
  }

  private String named(String part) {
    String inside = name + "/" + part;
    names.add(inside);
    return inside;
  }
}
