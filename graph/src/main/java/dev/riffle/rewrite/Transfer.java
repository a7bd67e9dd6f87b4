package dev.riffle.rewrite;

import dev.riffle.graph.Activation;
import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.graph.Shape;
import dev.riffle.graph.Tensor;
import dev.riffle.graph.Weights;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Brings the numbers of one network into another that computes the same under other names: a node
 * stands for another if it does the same with nodes that do. The other network may have its
 * BatchNorms folded; then those of this one become identities that fold back to the very same
 * numbers. What the other one has behind this one's outputs is left away.
 */
public final class Transfer {
  private final Model from;
  private final Graph to;
  private final Map<Node, Set<Node>> standIns = new HashMap<>(); // of a node of `to`, in `from`
  private final Map<Node, Node> chosen = new LinkedHashMap<>();
  private final Map<String, Tensor> weights = new HashMap<>();

  private Transfer(Model from, Graph to) {
    this.from = from;
    this.to = to;
  }

  /**
   * The graph with the other model's numbers, which may be for inputs of other sizes.
   *
   * @throws IllegalArgumentException if they do not compute the same, naming the first node that
   *     has no counterpart, or the first array that is left over
   */
  public static Model of(Model from, Graph to) {
    Shape[] inputs = to.inputs().stream().map(Node::shape).toArray(Shape[]::new);
    return new Transfer(from.at(inputs), to).run();
  }

  private Model run() {
    for (int i = 0; i < to.inputs().size(); i++) {
      standIns.put(to.inputs().get(i), Set.of(from.graph().inputs().get(i)));
    }
    for (Node node : to.nodes()) {
      standIns.computeIfAbsent(node, this::standIns);
    }
    for (Node output : to.outputs()) {
      Set<Node> found = standIns.get(output);
      if (found.isEmpty()) {
        throw new IllegalArgumentException(firstMissing());
      }
      if (found.size() > 1) {
        throw new IllegalArgumentException(
            output.name() + ": may be any of " + found.stream().map(Node::name).sorted().toList());
      }
      choose(output, found.iterator().next());
    }
    checkNothingIsLeft();
    Map<String, Tensor> ordered = new LinkedHashMap<>();
    to.parameters().forEach(p -> ordered.put(p.name(), weights.get(p.name())));
    return new Model(to, new Weights(ordered));
  }

  private Set<Node> standIns(Node node) {
    if (isIdentity(node)) {
      return standIns.get(node.input());
    }
    Set<Node> found = new LinkedHashSet<>();
    for (Node other : from.graph().nodes()) {
      if (node.shape().equals(other.shape()) && (isSame(node, other) || isFolded(node, other))) {
        found.add(other);
      }
    }
    return found;
  }

  private static boolean isIdentity(Node node) {
    return node.op() instanceof Op.Detach
        || node.op() instanceof Op.Activate act && act.function() == Activation.IDENTITY;
  }

  // What a node passes on that does nothing.
  private static Node bare(Node node) {
    return isIdentity(node) ? bare(node.input()) : node;
  }

  private boolean isSame(Node node, Node other) {
    return node.op().equals(other.op()) && inOrder(node, other).length > 0;
  }

  // The other's inputs in the order in which they stand for the node's; none if they do not.
  private Node[] inOrder(Node node, Node other) {
    int count = node.inputs().size();
    Node[] inputs = other.inputs().stream().map(Transfer::bare).toArray(Node[]::new);
    if (inputs.length != count || count == 0) {
      return new Node[0];
    }
    if (areStandIns(node.inputs(), inputs)) {
      return inputs;
    }
    boolean mayTurn = node.op() instanceof Op.Add || node.op() instanceof Op.Multiply;
    if (mayTurn && areStandIns(node.inputs(), inputs[1], inputs[0])) {
      return new Node[] {inputs[1], inputs[0]};
    }
    return new Node[0];
  }

  private boolean areStandIns(List<Node> nodes, Node... others) {
    for (int i = 0; i < others.length; i++) {
      if (!standIns.get(nodes.get(i)).contains(others[i])) {
        return false;
      }
    }
    return true;
  }

  // A BatchNorm whose convolution has taken it in.
  private boolean isFolded(Node norm, Node other) {
    return norm.op() instanceof Op.BatchNorm
        && norm.input().op() instanceof Op.Conv2d conv
        && conv.withBias().equals(other.op())
        && inOrder(norm.input(), other).length > 0;
  }

  private void choose(Node node, Node other) {
    if (isIdentity(node)) {
      choose(node.input(), other);
      return;
    }
    if (chosen.putIfAbsent(node, other) != null) {
      return; // which is the same one, or one that does the same with the same numbers
    }
    if (isSame(node, other)) {
      for (int i = 0; i < node.parameters().size(); i++) {
        Tensor numbers = from.weights().get(other.parameters().get(i).name());
        put(node.parameters().get(i).name(), numbers);
      }
      chooseInputs(node, other);
    } else if (node.op() instanceof Op.BatchNorm norm) {
      chosen.put(node.input(), other);
      unfold(node, norm.epsilon(), other);
      chooseInputs(node.input(), other);
    }
  }

  private void chooseInputs(Node node, Node other) {
    Node[] inputs = inOrder(node, other);
    for (int i = 0; i < inputs.length; i++) {
      choose(node.inputs().get(i), inputs[i]);
    }
  }

  // What nodes share here has to be the same for each of them there.
  private void put(String name, Tensor numbers) {
    Tensor known = weights.putIfAbsent(name, numbers);
    if (known != null && !Arrays.equals(known.data(), numbers.data())) {
      throw new IllegalArgumentException(name + ": layers that share it have different numbers");
    }
  }

  private void unfold(Node norm, double epsilon, Node folded) {
    int channels = norm.shape().channels();
    Node convolution = norm.input();
    put(convolution.parameter("weight"), from.weights().get(folded.parameter("weight")));
    if (((Op.Conv2d) convolution.op()).bias()) {
      put(convolution.parameter("bias"), filled(channels, 0));
    }
    put(norm.parameter("weight"), filled(channels, 1));
    put(norm.parameter("bias"), from.weights().get(folded.parameter("bias")));
    put(norm.parameter("running_mean"), filled(channels, 0));
    // The nearest float is off by less than makes a float's product another float.
    put(norm.parameter("running_var"), filled(channels, (float) (1 - epsilon)));
  }

  private static Tensor filled(int length, float value) {
    float[] data = new float[length];
    Arrays.fill(data, value);
    return new Tensor(data, length);
  }

  private String firstMissing() {
    for (Node node : to.nodes()) {
      boolean mayBeFolded =
          node.op() instanceof Op.Conv2d
              && to.nodes().stream()
                  .anyMatch(n -> n.op() instanceof Op.BatchNorm && n.input() == node);
      if (standIns.get(node).isEmpty() && !mayBeFolded) {
        return "nothing in it does what " + node + " does";
      }
    }
    throw new IllegalStateException("an output is missing, but no node");
  }

  private void checkNothingIsLeft() {
    Set<Node> used = new HashSet<>(chosen.values());
    for (Node node : from.graph().nodes()) {
      if (!node.parameters().isEmpty() && !used.contains(node)) {
        throw new IllegalArgumentException("the network has no place for " + node);
      }
    }
  }
}
