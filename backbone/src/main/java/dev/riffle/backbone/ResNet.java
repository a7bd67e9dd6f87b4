package dev.riffle.backbone;

import static dev.riffle.graph.Op.BatchNorm.DEFAULT;

import dev.riffle.graph.Default;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op.Activate;
import dev.riffle.graph.Op.Add;
import dev.riffle.graph.Op.Conv2d;
import dev.riffle.graph.Op.Linear;
import dev.riffle.graph.Op.MaxPool;
import dev.riffle.graph.Op.MeanPool;
import dev.riffle.graph.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * ResNet, and with groups ResNeXt, as torchvision has them: a bottleneck that halves the size does
 * so in its 3×3 convolution. Weights carry torchvision's names.
 *
 * @param depth 18 or 34, of two 3×3 convolutions a unit; 50, 101 or 152, of bottlenecks
 * @param groups of a bottleneck's 3×3 convolution
 * @param groupWidth channels of each group in the first stage; 64 for ResNet
 * @see <a href="https://arxiv.org/abs/1512.03385">ResNet</a>
 * @see <a href="https://arxiv.org/abs/1611.05431">ResNeXt</a>
 */
public record ResNet(int depth, @Default("1") int groups, @Default("64") int groupWidth)
    implements Backbone {

  private static final int BASE = 64; // channels of the stem, and a unit's in the first stage
  private static final int EXPANSION = 4;
  private static final int FIRST_BOTTLENECK = 50;
  private static final Map<Integer, List<Integer>> UNITS =
      Map.of(
          18, List.of(2, 2, 2, 2),
          34, List.of(3, 4, 6, 3),
          50, List.of(3, 4, 6, 3),
          101, List.of(3, 4, 23, 3),
          152, List.of(3, 8, 36, 3));

  public ResNet {
    if (!UNITS.containsKey(depth)) {
      throw new IllegalArgumentException("depth: expected 18, 34, 50, 101 or 152, found " + depth);
    }
    if (groups < 1 || groupWidth < 1 || (long) groups * groupWidth > 100_000) {
      throw new IllegalArgumentException(
          "groups, groupWidth: expected 1 or more and at most 100000 channels, found "
              + groups
              + " of "
              + groupWidth);
    }
    if (depth < FIRST_BOTTLENECK && (groups != 1 || groupWidth != BASE)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "groups: only bottlenecks (depth 50, 101, 152) have them, found depth %d with %d of"
                  + " %d channels",
              depth,
              groups,
              groupWidth));
    }
  }

  /** ResNet. */
  public ResNet(int depth) {
    this(depth, 1, BASE);
  }

  @Override
  public List<Node> build(Scope scope, Node picture) {
    Node x =
        scope
            .chain(picture)
            .then("conv1", Conv2d.dense(BASE, 7, 2))
            .then("bn1", DEFAULT)
            .then("relu", Activate.RELU)
            .then("maxpool", new MaxPool(3, 2, 1))
            .end();
    List<Node> ends = new ArrayList<>();
    for (int stage = 0; stage < UNITS.get(depth).size(); stage++) {
      Scope layer = scope.in("layer" + (stage + 1));
      for (int i = 0; i < UNITS.get(depth).get(stage); i++) {
        int stride = i == 0 && stage > 0 ? 2 : 1;
        x = unit(layer.in(i), x, stage, stride);
      }
      ends.add(x);
    }
    return ends.subList(1, ends.size());
  }

  private Node unit(Scope unit, Node x, int stage, int stride) {
    boolean narrows = depth >= FIRST_BOTTLENECK;
    int plain = BASE << stage;
    int channels = narrows ? plain * EXPANSION : plain;
    Node y = narrows ? bottleneck(unit, x, stage, stride) : basic(unit, x, plain, stride);
    Node shortcut = x;
    if (stride != 1 || x.shape().channels() != channels) {
      Conv2d projection = new Conv2d(channels, 1, stride, 0, 1, false);
      shortcut = unit.in("downsample").chain(x).then(projection, DEFAULT).end();
    }
    return unit.node("relu", Activate.RELU, unit.node("sum", new Add(), y, shortcut));
  }

  private static Node basic(Scope unit, Node x, int channels, int stride) {
    return unit.chain(x)
        .then("conv1", Conv2d.dense(channels, 3, stride))
        .then("bn1", DEFAULT)
        .then("relu1", Activate.RELU)
        .then("conv2", Conv2d.dense(channels, 3, 1))
        .then("bn2", DEFAULT)
        .end();
  }

  private Node bottleneck(Scope unit, Node x, int stage, int stride) {
    int inner = groups * groupWidth << stage;
    return unit.chain(x)
        .then("conv1", Conv2d.pointwise(inner))
        .then("bn1", DEFAULT)
        .then("relu1", Activate.RELU)
        .then("conv2", new Conv2d(inner, 3, stride, 1, groups, false))
        .then("bn2", DEFAULT)
        .then("relu2", Activate.RELU)
        .then("conv3", Conv2d.pointwise((BASE << stage) * EXPANSION))
        .then("bn3", DEFAULT)
        .end();
  }

  @Override
  public Node classify(Scope scope, List<Node> features, int classes) {
    Node mean = scope.node("avgpool", new MeanPool(), features.get(features.size() - 1));
    return scope.node("fc", new Linear(classes, true), mean);
  }
}
