package dev.riffle.graph;

import java.util.List;

/**
 * One step of a network: an op, the nodes it reads, and the shape it yields.
 *
 * <p>A node has identity (two equal-looking convolutions are two layers), hence no record. Its name
 * is its PyTorch state-dict key without the parameter: {@code backbone.stage2.0.branch1.0}. Nodes
 * whose parameters begin alike share them.
 */
public final class Node {
  private final String name;
  private final String prefix; // of its parameters' names
  private final Op op;
  private final List<Node> inputs;
  private final Shape shape;

  /**
   * A step whose parameters' names begin with its own name and a dot.
   *
   * @throws IllegalArgumentException naming the node, if its inputs do not suit the op
   */
  public Node(String name, Op op, List<Node> inputs) {
    this(name, name + ".", op, inputs);
  }

  /**
   * Builds the step and checks that it can be.
   *
   * @param prefix what the names of its parameters begin with, up to the dot
   * @throws IllegalArgumentException naming the node, if its inputs do not suit the op
   */
  public Node(String name, String prefix, Op op, List<Node> inputs) {
    this.name = name;
    this.prefix = prefix;
    this.op = op;
    this.inputs = List.copyOf(inputs);
    try {
      this.shape = op.shape(this.inputs);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    }
  }

  public String name() {
    return name;
  }

  public Op op() {
    return op;
  }

  /** The same step, its parameters as they are, with another op and other inputs. */
  public Node with(Op otherOp, List<Node> otherInputs) {
    return new Node(name, prefix, otherOp, otherInputs);
  }

  public List<Node> inputs() {
    return inputs;
  }

  /** The only input of an op that has one. */
  public Node input() {
    if (inputs.size() != 1) {
      throw new IllegalStateException(name + ": expected one input, found " + inputs.size());
    }
    return inputs.get(0);
  }

  /** What it yields for one picture. */
  public Shape shape() {
    return shape;
  }

  /** The arrays it needs, by their names in the whole network. */
  public List<Parameter> parameters() {
    return op.parameters(inputs).stream().map(parameter -> parameter.within(prefix)).toList();
  }

  /** What a parameter of its op is called in the whole network. */
  public String parameter(String ofOp) {
    return prefix + ofOp;
  }

  public <R> R accept(OpVisitor<R> visitor) {
    return op.accept(visitor, this);
  }

  /** As {@code fpn.sum 96x20x20 = Add[](fpn.x, fpn.up)}. */
  @Override
  public String toString() {
    return name + " " + shape + " = " + op + inputs.stream().map(Node::name).toList();
  }
}
