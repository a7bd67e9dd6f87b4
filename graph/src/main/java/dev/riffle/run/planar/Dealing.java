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
 * smaller or shared, and what they make never has to be moved.
 *
 * @param readers by the last node of such a convolution's chain, the window that reads it
 */
record Dealing(Map<Node, Sliding> readers) {

  static Dealing of(Graph graph, List<Chain> chains) {
    Map<Node, Node> onlyReaders = onlyReaders(graph);
    Map<Node, Sliding> readers = new IdentityHashMap<>();
    for (Chain chain : chains) {
      Node reader = onlyReaders.get(chain.last());
      if (chain.head().op() instanceof Op.Conv2d op && chain.addend() == null && reader != null) {
        Sliding window = Sliding.channelByChannel(reader);
        if (window != null
            && window.stride() > 1
            && op.groups() < op.outChannels()
            && divides(chain.head(), op.stride() * window.stride(), reader)) {
          readers.put(chain.last(), window);
        }
      }
    }
    return new Dealing(readers);
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
    return readers.get(node);
  }
}
