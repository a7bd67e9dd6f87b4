package dev.riffle.neck;

import dev.riffle.graph.Node;
import dev.riffle.graph.Op.Conv2d;
import dev.riffle.graph.Scope;
import java.util.ArrayList;
import java.util.List;

/** Mixes a backbone's feature maps. It asks them for their shapes; nobody states them again. */
public sealed interface Neck permits Fpn, GhostPan, Pan, Tan {
  int MOST_CHANNELS = 100_000;

  /**
   * Writes the network down.
   *
   * @param scope where its names begin
   * @param features feature maps, finest first, each half the size of the one before
   * @return as many maps of the same sizes, all of one width, then one that it may add, half the
   *     size of the last, a half place rounded up
   * @throws IllegalArgumentException if there are fewer than two, or one is not half the one before
   */
  List<Node> build(Scope scope, List<Node> features);

  /**
   * Weights that published checkpoints hold below this neck's scope and that it has no use for, as
   * name patterns in which {@code *} stands for anything.
   */
  default List<String> unused() {
    return List.of();
  }

  /** Refuses a width that no network has. */
  static void checkChannels(int channels) {
    if (channels < 1 || channels > MOST_CHANNELS) {
      throw new IllegalArgumentException(
          "channels: expected 1 to " + MOST_CHANNELS + ", found " + channels);
    }
  }

  /** Refuses what cannot be mixed. */
  static void checkLevels(List<Node> features) {
    if (features.size() < 2) {
      throw new IllegalArgumentException(
          "a neck mixes feature maps of at least 2 sizes, found " + features.size());
    }
  }

  /** A 1×1 convolution with bias for each map, that brings all to one width. */
  static List<Node> laterals(Scope scope, List<Node> features, int channels) {
    checkLevels(features);
    List<Node> laterals = new ArrayList<>();
    for (Node feature : features) {
      laterals.add(
          scope
              .in("lateral_convs")
              .in(laterals.size())
              .node("conv", Conv2d.pointwise(channels).withBias(), feature));
    }
    return laterals;
  }
}
