package dev.riffle.head;

import dev.riffle.decode.DistanceDecoder;
import dev.riffle.graph.Activation;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op.Activate;
import dev.riffle.graph.Op.Concat;
import dev.riffle.graph.Op.Conv2d;
import dev.riffle.graph.Op.GroupNorm;
import dev.riffle.graph.Op.Scale;
import dev.riffle.graph.Scope;
import java.util.ArrayList;
import java.util.List;

/**
 * Heads whose weights are shared by all levels: a tower of 3×3 convolutions with group norms for
 * classes and one for boxes, a 3×3 convolution behind each; only what box distributions are
 * multiplied by is each level's own.
 *
 * @param channels width of the towers
 * @param stackedConvs convolutions in a tower
 * @param groups of the norms
 * @param decoder what the outputs mean
 */
record SharedTowers(
    int channels, int stackedConvs, int groups, Activation activation, DistanceDecoder decoder) {
  private static final int KERNEL = 3;

  SharedTowers {
    Check.within("channels", channels, 1, 100_000);
    Check.within("stackedConvs", stackedConvs, 0, 100);
    Check.within("groups", groups, 1, channels);
    if (channels % groups != 0) {
      throw new IllegalArgumentException(
          "groups: expected a divisor of the " + channels + " channels, found " + groups);
    }
  }

  /** For a head that says these. */
  static SharedTowers of(
      int classes,
      int channels,
      int stackedConvs,
      int groups,
      int regMax,
      List<Integer> strides,
      Activation activation,
      float centreOffset) {
    return new SharedTowers(
        channels,
        stackedConvs,
        groups,
        activation,
        new DistanceDecoder(classes, regMax, strides, centreOffset));
  }

  List<Node> build(Scope scope, List<Node> features) {
    Check.levels(features, decoder.strides());
    List<Node> outputs = new ArrayList<>();
    for (int level = 0; level < features.size(); level++) {
      Scope own = scope.in("levels").in(level).sharing(scope);
      Node classes = tower(own.in("cls_convs"), features.get(level));
      Node boxes = tower(own.in("reg_convs"), features.get(level));
      Node logits = own.node("gfl_cls", last(decoder.classes()), classes);
      Node sides = own.node("gfl_reg", last(decoder.channels() - decoder.classes()), boxes);
      Node scaled = scope.in("scales").node(Integer.toString(level), new Scale(), sides);
      outputs.add(own.node("both", new Concat(), logits, scaled));
    }
    return outputs;
  }

  private Node tower(Scope scope, Node feature) {
    Node x = feature;
    for (int i = 0; i < stackedConvs; i++) {
      x =
          scope
              .in(i)
              .chain(x)
              .then("conv", Conv2d.dense(channels, KERNEL, 1))
              .then("gn", GroupNorm.of(groups))
              .then("act", new Activate(activation))
              .end();
    }
    return x;
  }

  private static Conv2d last(int outChannels) {
    return Conv2d.dense(outChannels, KERNEL, 1).withBias();
  }
}
