package dev.riffle.backbone;

import static dev.riffle.graph.Op.BatchNorm.DEFAULT;

import dev.riffle.graph.Node;
import dev.riffle.graph.Op.Activate;
import dev.riffle.graph.Op.Add;
import dev.riffle.graph.Op.AvgPool;
import dev.riffle.graph.Op.Concat;
import dev.riffle.graph.Op.Conv2d;
import dev.riffle.graph.Op.Linear;
import dev.riffle.graph.Op.MeanPool;
import dev.riffle.graph.Op.Shuffle;
import dev.riffle.graph.Scope;
import java.util.ArrayList;
import java.util.List;

/**
 * ShuffleNet for pictures of 32×32: a 1×1 stem and no pool, so that the maps have strides 2, 4 and
 * 8. Weights carry the names of the widespread CIFAR collection, whose stride-2 units shuffle and
 * concatenate as the paper has it.
 *
 * @param groups of the 1×1 convolutions: 2 or 3
 * @see <a href="https://arxiv.org/abs/1707.01083">ShuffleNet</a>
 */
public record CifarShuffleNet(int groups) implements Backbone {

  private static final int STEM = 24;
  private static final int[] UNITS = {4, 8, 4};
  private static final int NARROWING = 4;

  public CifarShuffleNet {
    if (groups != 2 && groups != 3) {
      throw new IllegalArgumentException("groups: expected 2 or 3, found " + groups);
    }
  }

  @Override
  public List<Node> build(Scope scope, Node picture) {
    Node x =
        scope
            .chain(picture)
            .then("conv1", Conv2d.pointwise(STEM))
            .then("bn1", DEFAULT)
            .then("relu", Activate.RELU)
            .end();
    List<Node> features = new ArrayList<>();
    for (int stage = 0; stage < UNITS.length; stage++) {
      Scope layer = scope.in("layer" + (stage + 1));
      int channels = (groups == 2 ? 200 : 240) << stage;
      for (int i = 0; i < UNITS[stage]; i++) {
        x = unit(layer.in(i), x, channels, i == 0 ? 2 : 1);
      }
      features.add(x);
    }
    return features;
  }

  private Node unit(Scope unit, Node x, int channels, int stride) {
    boolean down = stride == 2;
    int emitted = down ? channels - x.shape().channels() : channels;
    int bottleneck = emitted / NARROWING;
    int first = x.shape().channels() == STEM ? 1 : groups;
    Node y =
        unit.chain(x)
            .then("conv1", new Conv2d(bottleneck, 1, 1, 0, first, false))
            .then("bn1", DEFAULT)
            .then("relu1", Activate.RELU)
            .then("shuffle1", new Shuffle(first))
            .then("conv2", Conv2d.depthwise(bottleneck, 3, stride))
            .then("bn2", DEFAULT)
            .then("relu2", Activate.RELU)
            .then("conv3", new Conv2d(emitted, 1, 1, 0, groups, false))
            .then("bn3", DEFAULT)
            .end();
    return unit.node(
        "relu",
        Activate.RELU,
        down
            ? unit.node("concat", new Concat(), y, unit.node("pool", new AvgPool(3, 2, 1), x))
            : unit.node("sum", new Add(), y, x));
  }

  @Override
  public Node classify(Scope scope, List<Node> features, int classes) {
    Node mean = scope.node("pool", new MeanPool(), features.get(features.size() - 1));
    return scope.node("linear", new Linear(classes, true), mean);
  }
}
