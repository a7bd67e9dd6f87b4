package dev.riffle.run.nd4j.samediff;

import dev.riffle.graph.Op;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.enums.WeightsFormat;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;

/**
 * Convolutions in a SameDiff, which knows no groups but those of one input channel each. Its
 * gradients are right only for weights {@code [kernel, kernel, in, out]}, so PyTorch's are turned
 * on the way.
 */
final class Convolutions {
  private Convolutions() {}

  /**
   * A convolution without its bias.
   *
   * @param weight {@code [out, in / groups, kernel, kernel]}
   * @param inChannels of a group
   */
  static SDVariable of(
      SameDiff network, Op.Conv2d op, SDVariable in, SDVariable weight, int inChannels) {
    if (op.groups() > 1 && inChannels == 1) {
      return depthwise(network, op, in, weight);
    }
    if (op.groups() == 1) {
      return dense(network, op, in, weight);
    }
    int outChannels = op.outChannels() / op.groups();
    SDVariable[] groups = new SDVariable[op.groups()];
    for (int g = 0; g < groups.length; g++) {
      groups[g] =
          dense(
              network,
              op,
              channels(network, in, g * inChannels, (g + 1) * inChannels),
              slice(network, weight, 0, g * outChannels, (g + 1) * outChannels));
    }
    return network.concat(1, groups);
  }

  private static SDVariable dense(
      SameDiff network, Op.Conv2d op, SDVariable in, SDVariable weight) {
    return network.cnn().conv2d(in, weight.permute(2, 3, 1, 0), config(op));
  }

  // Wants [kernel, kernel, in, multiplier]; output channels come in PyTorch's order.
  private static SDVariable depthwise(
      SameDiff network, Op.Conv2d op, SDVariable in, SDVariable weight) {
    int multiplier = op.outChannels() / op.groups();
    SDVariable apart = weight.reshape(op.groups(), multiplier, op.kernel(), op.kernel());
    return network.cnn().depthWiseConv2d(in, apart.permute(2, 3, 0, 1), config(op));
  }

  /** Some channels of a map. */
  static SDVariable channels(SameDiff network, SDVariable map, int from, int to) {
    return slice(network, map, 1, from, to);
  }

  // A stretch of one of four axes.
  private static SDVariable slice(SameDiff network, SDVariable array, int axis, int from, int to) {
    long[] begin = new long[4];
    long[] end = new long[4];
    begin[axis] = from;
    end[axis] = to;
    int otherAxes = 0b1111 & ~(1 << axis); // to be taken whole
    return network.stridedSlice(
        array, begin, end, new long[] {1, 1, 1, 1}, otherAxes, otherAxes, 0, 0, 0);
  }

  private static Conv2DConfig config(Op.Conv2d op) {
    return Conv2DConfig.builder()
        .kH(op.kernel())
        .kW(op.kernel())
        .sH(op.stride())
        .sW(op.stride())
        .pH(op.padding())
        .pW(op.padding())
        .paddingMode(PaddingMode.VALID) // as much padding as pH and pW say
        .dataFormat("NCHW")
        .weightsFormat(WeightsFormat.YXIO)
        .build();
  }
}
