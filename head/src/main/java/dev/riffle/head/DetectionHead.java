package dev.riffle.head;

import dev.riffle.box.Truths;
import dev.riffle.decode.DistanceDecoder;
import dev.riffle.graph.Node;
import dev.riffle.graph.Scope;
import dev.riffle.graph.Shape;
import dev.riffle.graph.Tensor;
import dev.riffle.loss.DetectionLoss;
import dev.riffle.loss.Loss;
import dev.riffle.neck.Neck;
import java.util.List;

/** A head whose outputs are boxes with classes. */
public sealed interface DetectionHead extends Head
    permits NanoDetHead, NanoDetPlusHead, GflHead, SimpleConvHead {

  /**
   * Writes the network down.
   *
   * @param scope where its names begin
   * @param features what comes before, finest first
   * @return the outputs of the whole network
   */
  List<Node> build(Scope scope, List<Node> features);

  /**
   * Writes down what stands beside the whole network while it trains; of most heads, nothing.
   *
   * @param root the top, where the branch's names begin
   * @param neck the network's, of which the branch may have a second one
   * @param features what the neck reads, finest first
   * @param levels what the neck hands out, finest first
   * @param detached whether the branch's slopes end where it begins
   * @return the branch's outputs, a level each, read as those of {@link #build}
   * @throws IllegalArgumentException if it has another number of levels than the network
   */
  default List<Node> auxiliary(
      Scope root, Neck neck, List<Node> features, List<Node> levels, boolean detached) {
    return List.of();
  }

  /** How its outputs are read. */
  DistanceDecoder decoder();

  /** What it learns by. */
  DetectionLoss loss();

  /** How wrong its outputs are for a batch, see {@link DetectionLoss#of}. */
  default Loss loss(List<Tensor> outputs, List<Truths> truths, Shape input) {
    return loss().of(decoder(), outputs, truths, input);
  }

  /**
   * Weights that published checkpoints hold below this head's scope and that it has no use for, as
   * name patterns in which {@code *} stands for anything.
   */
  default List<String> unused() {
    return List.of();
  }

  /** Likewise, of branches that only training has and that stand beside the whole network. */
  default List<String> trainingOnly() {
    return List.of();
  }
}
