package dev.riffle.run.nd4j;

import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import java.util.Arrays;
import org.nd4j.enums.WeightsFormat;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.layers.convolution.Conv2D;
import org.nd4j.linalg.api.ops.impl.layers.convolution.DepthwiseConv2D;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Convolutions in ND4J, which knows no groups but those of one input channel each. */
final class Convolutions {
  private Convolutions() {}

  /**
   * The kernel of a convolution.
   *
   * @param weight {@code [outChannels, inChannels / groups, kernel, kernel]}, flat
   * @param bias {@code [outChannels]}
   */
  static Kernel of(
      Op.Conv2d op, Node node, float[] weight, float[] bias, Constants constants, Pool pool) {
    int inChannels = node.input().shape().channels();
    if (op.groups() == 1) {
      return dense(op, inChannels, weight, bias, constants);
    }
    return op.groups() == inChannels
        ? depthwise(op, weight, bias, constants)
        : grouped(op, inChannels / op.groups(), weight, bias, constants, pool);
  }

  /** The kernel of a convolution without groups. */
  static Kernel dense(
      Op.Conv2d op, int inChannels, float[] weight, float[] bias, Constants constants) {
    INDArray w = constants.of(weight, op.outChannels(), inChannels, op.kernel(), op.kernel());
    INDArray b = constants.of(bias, op.outChannels());
    Conv2DConfig config = config(op);
    return (inputs, output) -> dense(inputs[0], w, b, output, config);
  }

  private static void dense(
      INDArray in, INDArray w, INDArray b, INDArray out, Conv2DConfig config) {
    Nd4j.exec(new Conv2D(new INDArray[] {in, w, b}, new INDArray[] {out}, config));
  }

  // ND4J's depthwise convolution takes no notice of the weights' format: it wants
  // [kernel, kernel, inChannels, multiplier] always. Output channels come in PyTorch's order.
  private static Kernel depthwise(Op.Conv2d op, float[] weight, float[] bias, Constants constants) {
    int multiplier = op.outChannels() / op.groups();
    long[] shape = {op.groups(), multiplier, op.kernel(), op.kernel()};
    INDArray w = constants.permuted(weight, shape, 2, 3, 0, 1);
    INDArray b = constants.of(bias, op.outChannels());
    Conv2DConfig config = config(op);
    return (inputs, output) ->
        Nd4j.exec(
            new DepthwiseConv2D(new INDArray[] {inputs[0], w, b}, new INDArray[] {output}, config));
  }

  private static Kernel grouped(
      Op.Conv2d op, int inChannels, float[] weight, float[] bias, Constants constants, Pool pool) {
    int outChannels = op.outChannels() / op.groups();
    int cells = op.kernel() * op.kernel();
    INDArray[] w = new INDArray[op.groups()];
    INDArray[] b = new INDArray[op.groups()];
    for (int g = 0; g < op.groups(); g++) {
      int size = outChannels * inChannels * cells;
      float[] weights = Arrays.copyOfRange(weight, g * size, (g + 1) * size);
      float[] biases = Arrays.copyOfRange(bias, g * outChannels, (g + 1) * outChannels);
      w[g] = constants.of(weights, outChannels, inChannels, op.kernel(), op.kernel());
      b[g] = constants.of(biases, outChannels);
    }
    Conv2DConfig config = config(op);
    return (inputs, output) -> {
      long count = output.size(0);
      INDArray in = pool.take(count, inChannels, inputs[0].size(2), inputs[0].size(3));
      INDArray out = pool.take(count, outChannels, output.size(2), output.size(3));
      for (int g = 0; g < w.length; g++) {
        in.assign(channels(inputs[0], g * inChannels, inChannels));
        dense(in, w[g], b[g], out, config);
        channels(output, g * outChannels, outChannels).assign(out);
      }
      pool.giveBack(in);
      pool.giveBack(out);
    };
  }

  /** A view of some channels. */
  static INDArray channels(INDArray map, int from, int count) {
    return map.get(
        NDArrayIndex.all(),
        NDArrayIndex.interval(from, from + count),
        NDArrayIndex.all(),
        NDArrayIndex.all());
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
        .weightsFormat(WeightsFormat.OIYX)
        .build();
  }
}
