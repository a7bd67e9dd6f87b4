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
    List<Integer> strides = decoder.strides();
    within("classes", decoder.classes(), 1, 100_000);
    within("stackedConvs", stackedConvs, 0, 100);
    within("regMax", decoder.regMax(), 1, 1000);
    strides.forEach(stride -> within("strides", stride, 1, 100_000));
    if (strides.isEmpty()) {
      throw new IllegalArgumentException("strides: expected one for each level, found none");
    }
    if (kernel < 1 || kernel % 2 == 0) {
      throw new IllegalArgumentException("kernel: expected an odd number, found " + kernel);
    }
  }

  private static void within(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          what + ": expected " + least + " to " + most + ", found " + value);
    }
  }

  List<Node> build(Scope scope, List<Node> features) {
    if (features.size() != decoder.strides().size()) {
      throw new IllegalArgumentException(
          "head.strides: expected one for each of the "
              + features.size()
              + " feature maps, found "
              + decoder.strides());
    }
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
