package dev.riffle.graph;

import java.util.List;

/**
 * A place in the tree of names, where a network is written down: {@code scope.in("stage2").in(0)}
 * is PyTorch's {@code stage2.0}. Every line that adds a node states its structure, wiring and name
 * at once, and its shape is checked there.
 */
public final class Scope {
  private final String prefix; // empty, or ends with a dot
  private final String parameters; // likewise, of the place that the parameters belong to

  private Scope(String prefix, String parameters) {
    this.prefix = prefix;
    this.parameters = parameters;
  }

  /** The top, whose names have no prefix. */
  public static Scope root() {
    return new Scope("", "");
  }

  /** A place below this one; dots in the name make several steps at once. */
  public Scope in(String name) {
    return new Scope(prefix + name + ".", parameters + name + ".");
  }

  /** This place for nodes whose parameters are those of another place, by the names from there. */
  public Scope sharing(Scope other) {
    return new Scope(prefix, other.parameters);
  }

  public Scope in(int index) {
    return in(Integer.toString(index));
  }

  /** Where something comes in. */
  public Node input(String name, Shape shape) {
    return node(name, new Op.Input(shape));
  }

  public Node node(String name, Op op, Node... inputs) {
    return node(name, name + ".", op, inputs);
  }

  /**
   * A node whose parameters do not begin as it is called.
   *
   * @param first what they begin with instead: {@code in_proj_} for PyTorch's {@code
   *     attn.in_proj_weight}
   */
  public Node node(String name, String first, Op op, Node... inputs) {
    return new Node(prefix + name, parameters + first, op, List.of(inputs));
  }

  /** A straight line of steps that starts at {@code x}; PyTorch's {@code Sequential}. */
  public Chain chain(Node x) {
    return new Chain(this, x, 0);
  }

  /**
   * A straight line of steps, each reading the one before.
   *
   * @param end the last step so far
   * @param steps how many there are, and so the number of the next
   */
  public record Chain(Scope scope, Node end, int steps) {

    /** Adds steps that are named by their numbers: 0, 1, 2, … */
    public Chain then(Op... ops) {
      Chain chain = this;
      for (Op op : ops) {
        chain = chain.then(Integer.toString(chain.steps), op);
      }
      return chain;
    }

    /** Adds a step with a name; it takes up a number all the same. */
    public Chain then(String name, Op op) {
      return new Chain(scope, scope.node(name, op, end), steps + 1);
    }
  }
}
