package dev.riffle.head;

import dev.riffle.decode.DistanceDecoder;
import dev.riffle.graph.Activation;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op.Conv2d;
import dev.riffle.graph.Scope;
import dev.riffle.neck.Separable;
import java.util.ArrayList;
import java.util.List;

/**
 * What NanoDet's heads are made of: for each level a tower of its own of depthwise separable
 * convolutions, and one 1×1 convolution that gives class logits and box distributions together.
 *
 * @param stackedConvs separable convolutions in a tower
 * @param kernel of their depthwise halves
 * @param decoder what the outputs mean
 */
record Towers(int stackedConvs, int kernel, Activation activation, DistanceDecoder decoder) {

  Towers {
    Check.within("stackedConvs", stackedConvs, 0, 100);
    if (kernel < 1 || kernel % 2 == 0) {
      throw new IllegalArgumentException("kernel: expected an odd number, found " + kernel);
    }
  }

  /** For a head that says these. */
  static Towers of(
      int classes,
      int stackedConvs,
      int kernel,
      int regMax,
      List<Integer> strides,
      Activation activation,
      float centreOffset) {
    return new Towers(
        stackedConvs,
        kernel,
        activation,
        new DistanceDecoder(classes, regMax, strides, centreOffset));
  }

  List<Node> build(Scope scope, List<Node> features) {
    Check.levels(features, decoder.strides());
    Conv2d last = Conv2d.pointwise(decoder.channels()).withBias();
    List<Node> outputs = new ArrayList<>();
    for (int level = 0; level < features.size(); level++) {
      Node x = features.get(level);
      for (int i = 0; i < stackedConvs; i++) {
        x = Separable.build(scope.in("cls_convs").in(level).in(i), x, kernel, 1, activation);
      }
      outputs.add(scope.in("gfl_cls").node(Integer.toString(level), last, x));
    }
    return outputs;
  }
}
