package dev.riffle.run.planar;

import dev.riffle.graph.Graph;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.graph.OpVisitor;
import dev.riffle.graph.Shape;
import dev.riffle.run.planar.step.Grid;
import dev.riffle.run.planar.step.Phases;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How each node's planes lie. Nodes whose places correspond one to one share a grid, the widest
 * window that slides over any of them sets its pad.
 */
final class Grids implements OpVisitor<Void> {
  private final Map<Node, Node> parents = new IdentityHashMap<>(); // a root is its own
  private final Map<Node, Integer> pads = new IdentityHashMap<>(); // of roots
  private final Set<Node> surrounded = new HashSet<>();
  private final Map<Node, Sliding> dealt = new IdentityHashMap<>(); // by the convolution

  Grids(Graph graph, List<Chain> chains, Dealing dealing) {
    for (Chain chain : chains) {
      Sliding reader = dealing.reader(chain.last());
      if (reader != null) {
        dealt.put(chain.head(), reader);
      }
    }
    for (Node node : graph.nodes()) {
      parents.putIfAbsent(node, node);
      pads.putIfAbsent(node, 0);
      node.accept(this);
    }
    // What has to be surrounded behind a regrouping of channels has to be before it.
    List<Node> nodes = graph.nodes();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Node node = nodes.get(i);
      if (surrounded.contains(node) && handsPlanesOn(node.op())) {
        surrounded.addAll(node.inputs());
      }
    }
  }

  /** The layout of a node's planes. */
  Grid of(Node node) {
    Shape shape = node.shape();
    return new Grid(shape.height(), shape.width(), pads.get(root(node)));
  }

  /** Whether zeros must lie around a node's planes. */
  boolean isSurrounded(Node node) {
    return surrounded.contains(node);
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
      pads.merge(to, pads.get(from), Math::max);
      parents.put(from, to);
    }
    return null;
  }

  private Void slide(Sliding window, boolean needsCopy) {
    Node node = window.node();
    int pad;
    if (dealt.containsKey(node)) {
      Sliding reader = dealt.get(node);
      parents.putIfAbsent(reader.node(), reader.node());
      pads.merge(root(reader.node()), padDealt(window, reader), Math::max);
      return null;
    }
    if (window.keepsPlaces() && !needsCopy) {
      join(node);
      pad = window.padding();
      if (pad > 0) {
        surrounded.add(node.input());
      }
    } else {
      pad =
          Phases.pad(
              window.kernel(),
              window.stride(),
              window.padding(),
              window.inWidth(),
              node.shape().width());
    }
    pads.merge(root(node), pad, Math::max);
    return null;
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
    return slide(Sliding.of(op, node), false);
  }

  @Override
  public Void visit(Op.AvgPool op, Node node) {
    return slide(Sliding.of(op, node), false);
  }

  // Padding must not win, so the plane is copied into another surrounding than zeros.
  @Override
  public Void visit(Op.MaxPool op, Node node) {
    return slide(Sliding.of(op, node), true);
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
    surrounded.add(node.input());
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
