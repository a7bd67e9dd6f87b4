package dev.riffle.run.planar;

import dev.riffle.graph.Graph;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.graph.OpVisitor;
import dev.riffle.run.planar.step.Grid;
import dev.riffle.run.planar.step.Phases;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How each node's planes lie. Nodes whose places correspond one to one share a grid, the widest
 * window that slides over any of them sets its pad and its brim.
 */
final class Grids implements OpVisitor<Void> {
  private final Map<Node, Node> parents = new IdentityHashMap<>(); // a root is its own
  private final Map<Node, Rim> rims = new IdentityHashMap<>(); // of roots
  private final Set<Node> seenAround = new HashSet<>();
  private final Map<Node, Sliding> dealt = new IdentityHashMap<>(); // by the convolution

  /**
   * What a grid has around it.
   *
   * @param pad unused places behind each row
   * @param brim rows above and below
   * @param brimOfPhases the same where planes are phases of others
   */
  private record Rim(int pad, int brim, int brimOfPhases) {
    static final Rim NONE = new Rim(0, 0, 0);

    Rim and(Rim other) {
      return new Rim(
          Math.max(pad, other.pad),
          Math.max(brim, other.brim),
          Math.max(brimOfPhases, other.brimOfPhases));
    }
  }

  Grids(Graph graph, List<Chain> chains, Dealing dealing) {
    for (Chain chain : chains) {
      Sliding reader = dealing.reader(chain.last());
      if (reader != null) {
        dealt.put(chain.head(), reader);
      }
    }
    for (Node node : graph.nodes()) {
      parents.putIfAbsent(node, node);
      rims.putIfAbsent(node, Rim.NONE);
      node.accept(this);
    }
    // What has to be surrounded behind a regrouping of channels has to be before it.
    List<Node> nodes = graph.nodes();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Node node = nodes.get(i);
      if (seenAround.contains(node) && handsPlanesOn(node.op())) {
        seenAround.addAll(node.inputs());
      }
    }
  }

  /** The layout of a node's planes. */
  Grid of(Node node) {
    Rim rim = rims.get(root(node));
    return new Grid(node.shape().height(), node.shape().width(), rim.pad, rim.brim);
  }

  /**
   * The layout of what is dealt out to make a node: the places correspond to those of its planes.
   */
  Grid ofPhases(Node node) {
    Rim rim = rims.get(root(node));
    return new Grid(node.shape().height(), node.shape().width(), rim.pad, rim.brimOfPhases);
  }

  /** Whether a step that writes a node's planes has to put zeros around them. */
  boolean isSurrounded(Node node) {
    return seenAround.contains(node) && !of(node).isBare();
  }

  /** Whether an op yields planes of its inputs, as they are. */
  static boolean handsPlanesOn(Op op) {
    return op instanceof Op.Concat
        || op instanceof Op.Slice
        || op instanceof Op.Shuffle
        || op instanceof Op.Detach;
  }

  private Node root(Node node) {
    Node root = node;
    while (parents.get(root) != root) {
      root = parents.get(root);
    }
    return root;
  }

  private Void join(Node node) {
    return join(node, node.inputs());
  }

  private Void join(Node node, List<Node> others) {
    for (Node other : others) {
      Node from = root(other);
      Node to = root(node);
      widen(to, rims.get(from));
      parents.put(from, to);
    }
    return null;
  }

  private void widen(Node root, Rim rim) {
    rims.merge(root, rim, Rim::and);
  }

  private Void slide(Sliding window) {
    Node node = window.node();
    if (dealt.containsKey(node)) {
      Sliding reader = dealt.get(node);
      parents.putIfAbsent(reader.node(), reader.node());
      int pad = padDealt(window, reader);
      widen(root(reader.node()), new Rim(pad, 0, pad));
    } else if (window.keepsPlaces()) {
      join(node);
      int padding = window.padding();
      if (padding > 0) {
        seenAround.add(node.input());
      }
      if (!window.staysInside()) {
        widen(root(node), new Rim(window.leavesOut() ? 0 : padding, padding, 0));
      }
    } else {
      widen(root(node), rimOfPhases(window));
    }
    return null;
  }

  private static Rim rimOfPhases(Sliding window) {
    int kernel = window.kernel();
    int stride = window.stride();
    int outWidth = window.node().shape().width();
    if (window.leavesOut()) {
      int beyond = Phases.beyond(kernel, stride, window.padding(), window.inWidth(), outWidth);
      return new Rim(beyond, 0, Phases.brim(kernel, stride, window.padding()));
    }
    int pad = Phases.pad(kernel, stride, window.padding(), window.inWidth(), outWidth);
    return new Rim(pad, 0, pad);
  }

  // How far the phases of a convolution that makes its output dealt out look beyond it.
  private static int padDealt(Sliding window, Sliding reader) {
    int stride = window.stride() * reader.stride();
    int last = window.stride() * (reader.stride() - 1) + window.kernel() - 1 - window.padding();
    return Math.max(-Math.floorDiv(-window.padding(), stride), Math.floorDiv(last, stride));
  }

  @Override
  public Void visit(Op.Input op, Node node) {
    return null;
  }

  @Override
  public Void visit(Op.Conv2d op, Node node) {
    return slide(Sliding.of(op, node));
  }

  @Override
  public Void visit(Op.AvgPool op, Node node) {
    return slide(Sliding.of(op, node));
  }

  @Override
  public Void visit(Op.MaxPool op, Node node) {
    return slide(Sliding.of(op, node));
  }

  @Override
  public Void visit(Op.BatchNorm op, Node node) {
    return join(node);
  }

  @Override
  public Void visit(Op.GroupNorm op, Node node) {
    return join(node);
  }

  @Override
  public Void visit(Op.Scale op, Node node) {
    return join(node);
  }

  @Override
  public Void visit(Op.Detach op, Node node) {
    return join(node);
  }

  @Override
  public Void visit(Op.Activate op, Node node) {
    return join(node);
  }

  @Override
  public Void visit(Op.Add op, Node node) {
    return join(node);
  }

  @Override
  public Void visit(Op.Multiply op, Node node) {
    Node factor = node.inputs().get(1);
    boolean isMap = factor.shape().equals(node.shape());
    return join(node, isMap ? node.inputs() : node.inputs().subList(0, 1));
  }

  @Override
  public Void visit(Op.Concat op, Node node) {
    return join(node);
  }

  @Override
  public Void visit(Op.Slice op, Node node) {
    return join(node);
  }

  @Override
  public Void visit(Op.Shuffle op, Node node) {
    return join(node);
  }

  // The sum runs over whole planes.
  @Override
  public Void visit(Op.MeanPool op, Node node) {
    seenAround.add(node.input());
    return null;
  }

  @Override
  public Void visit(Op.Pad op, Node node) {
    return null;
  }

  @Override
  public Void visit(Op.Resize op, Node node) {
    return null;
  }

  @Override
  public Void visit(Op.Linear op, Node node) {
    return null;
  }

  @Override
  public Void visit(Op.LayerNorm op, Node node) {
    return join(node);
  }

  @Override
  public Void visit(Op.PositionEmbedding op, Node node) {
    return join(node);
  }

  @Override
  public Void visit(Op.Attention op, Node node) {
    return join(node);
  }
}
