package dev.riffle.run.planar;

import dev.riffle.graph.Graph;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.graph.Shape;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which convolutions had better make their output dealt out into phases at once: those that only a
 * window reads that slides by more than one place. Then their input is dealt out instead, which is
 * smaller or shared, and what they make goes to the window without ever lying in the arena.
 *
 * @param pairs by the last node of such a convolution's chain
 */
record Dealing(Map<Node, Pair> pairs) {

  /** A convolution's chain and the window that reads its value. */
  private record Pair(Chain maker, Sliding reader) {}

  static Dealing of(Graph graph, List<Chain> chains) {
    Map<Node, Node> onlyReaders = onlyReaders(graph);
    Map<Node, Pair> pairs = new IdentityHashMap<>();
    for (Chain chain : chains) {
      Node reader = onlyReaders.get(chain.last());
      if (chain.head().op() instanceof Op.Conv2d op && chain.addend() == null && reader != null) {
        Sliding window = Sliding.channelByChannel(reader);
        if (window != null
            && window.stride() > 1
            && op.groups() < op.outChannels()
            && divides(chain.head(), op.stride() * window.stride(), reader)) {
          pairs.put(chain.last(), new Pair(chain, window));
        }
      }
    }
    return new Dealing(pairs);
  }

  // Whether all phases of the convolution's input are as large as what the window makes.
  private static boolean divides(Node convolution, int stride, Node reader) {
    Shape in = convolution.input().shape();
    Shape out = reader.shape();
    return in.height() == stride * out.height() && in.width() == stride * out.width();
  }

  private static Map<Node, Node> onlyReaders(Graph graph) {
    Map<Node, Node> only = new IdentityHashMap<>();
    Set<Node> read = new HashSet<>(graph.outputs());
    for (Node node : graph.nodes()) {
      for (Node input : node.inputs()) {
        if (read.add(input)) {
          only.put(input, node);
        } else {
          only.remove(input);
        }
      }
    }
    return only;
  }

  /** The window that a node's value is dealt out for; null if it is not. */
  Sliding reader(Node node) {
    Pair pair = pairs.get(node);
    return pair == null ? null : pair.reader;
  }

  /** The convolution that makes a node's value dealt out; null if it is not. */
  Chain maker(Node node) {
    Pair pair = pairs.get(node);
    return pair == null ? null : pair.maker;
  }
}
