package dev.riffle.head;

import dev.riffle.graph.Node;
import dev.riffle.graph.Scope;
import java.util.List;

/** The last part of a network, whose outputs are answers. */
public sealed interface Head permits DetectionHead, Classifier {

  /** How many classes it tells apart. */
  int classes();

  /**
   * Writes the network down.
   *
   * @param scope where its names begin
   * @param features what comes before, finest first
   * @return the outputs of the whole network
   */
  List<Node> build(Scope scope, List<Node> features);

  /**
   * Weights that published checkpoints hold below this head's scope and that it has no use for, as
   * name patterns in which {@code *} stands for anything.
   */
  default List<String> unused() {
    return List.of();
  }
}
