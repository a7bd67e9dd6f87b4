package dev.riffle.run.nd4j;

import dev.riffle.graph.Activation;
import dev.riffle.graph.ChannelAffine;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.graph.OpVisitor;
import dev.riffle.graph.Shape;
import dev.riffle.graph.Weights;
import dev.riffle.run.Interpolation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastAddOp;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastMulOp;
import org.nd4j.linalg.api.ops.impl.scalar.LeakyReLU;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinear;
import org.nd4j.linalg.api.ops.impl.scalar.Relu6;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Sigmoid;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Every op in ND4J's operations. */
final class Kernels implements OpVisitor<Kernel> {
  private final Weights weights;
  private final Constants constants;
  private final Pool pool;

  /**
   * Converts the weights of the nodes it visits into {@code constants}.
   *
   * @param pool what kernels take their intermediates from while they run
   */
  Kernels(Weights weights, Constants constants, Pool pool) {
    this.weights = weights;
    this.pool = pool;
    this.constants = constants;
  }

  private float[] weight(Node node, String parameter) {
    return weights.get(node.parameter(parameter)).data();
  }

  @Override
  public Kernel visit(Op.Input op, Node node) {
    throw new IllegalArgumentException(node.name() + ": an input is given, not computed");
  }

  @Override
  public Kernel visit(Op.Conv2d op, Node node) {
    float[] bias = op.bias() ? weight(node, "bias") : new float[op.outChannels()];
    return Convolutions.of(op, node, weight(node, "weight"), bias, constants, pool);
  }

  @Override
  public Kernel visit(Op.BatchNorm op, Node node) {
    ChannelAffine affine = ChannelAffine.of(node, weights);
    INDArray factors = channels(affine.scale());
    INDArray shifts = channels(affine.shift());
    return (inputs, output) -> {
      Nd4j.exec(new BroadcastMulOp(inputs[0], factors, output, 1));
      Nd4j.exec(new BroadcastAddOp(output, shifts, output, 1));
    };
  }

  private INDArray channels(double[] numbers) {
    float[] rounded = new float[numbers.length];
    for (int c = 0; c < rounded.length; c++) {
      rounded[c] = (float) numbers[c];
    }
    return constants.of(rounded, rounded.length);
  }

  @Override
  public Kernel visit(Op.GroupNorm op, Node node) {
    INDArray weight = constants.of(weight(node, "weight"), node.shape().channels());
    INDArray bias = constants.of(weight(node, "bias"), node.shape().channels());
    return Norms.group(op, node.shape(), weight, bias, pool);
  }

  @Override
  public Kernel visit(Op.Scale op, Node node) {
    float factor = weight(node, "scale")[0];
    return (inputs, output) -> inputs[0].mul(factor, output);
  }

  @Override
  public Kernel visit(Op.Detach op, Node node) {
    return (inputs, output) -> output.assign(inputs[0]);
  }

  @Override
  public Kernel visit(Op.Activate op, Node node) {
    return switch (op.function()) {
      case IDENTITY -> (inputs, output) -> output.assign(inputs[0]);
      case RELU -> (inputs, output) -> Nd4j.exec(new RectifiedLinear(inputs[0], output, 0));
      case RELU6 -> (inputs, output) -> Nd4j.exec(new Relu6(inputs[0], output, 0));
      case LEAKY_RELU ->
          (inputs, output) -> Nd4j.exec(new LeakyReLU(inputs[0], output, Activation.LEAKY_SLOPE));
      case HARD_SIGMOID -> (inputs, output) -> hardSigmoid(inputs[0], output);
      case HARD_SWISH ->
          (inputs, output) -> {
            hardSigmoid(inputs[0], output);
            output.muli(inputs[0]);
          };
      case SIGMOID -> (inputs, output) -> Nd4j.exec(new Sigmoid(inputs[0], output));
    };
  }

  // ND4J's own is another function: 0.2 x + 0.5 between 0 and 1.
  private static void hardSigmoid(INDArray in, INDArray out) {
    in.add(3, out);
    Nd4j.exec(new Relu6(out, out, 0));
    out.divi(6);
  }

  @Override
  public Kernel visit(Op.MaxPool op, Node node) {
    return pool("maxpool2d", op.kernel(), op.stride(), op.padding());
  }

  @Override
  public Kernel visit(Op.AvgPool op, Node node) {
    return pool("avgpool2d", op.kernel(), op.stride(), op.padding());
  }

  // Called by name, since AvgPooling2D drops its configuration's divisor and so leaves the padding
  // out of the mean.
  private static Kernel pool(String name, int kernel, int stride, int padding) {
    int[] arguments = {
      kernel,
      kernel,
      stride,
      stride,
      padding,
      padding,
      1,
      1, // the last two: dilation
      0, // as much padding as said
      1, // of a mean: divide by kernel², padding counted
      0 // [N, C, H, W]
    };
    return (inputs, output) ->
        Nd4j.exec(
            DynamicCustomOp.builder(name)
                .addInputs(inputs)
                .addOutputs(output)
                .addIntegerArguments(arguments)
                .build());
  }

  @Override
  public Kernel visit(Op.Pad op, Node node) {
    Shape in = node.input().shape();
    int top = op.before(in.height());
    int left = op.before(in.width());
    INDArrayIndex rows = NDArrayIndex.interval(top, top + in.height());
    INDArrayIndex columns = NDArrayIndex.interval(left, left + in.width());
    return (inputs, output) -> {
      output.assign(0);
      output.get(NDArrayIndex.all(), NDArrayIndex.all(), rows, columns).assign(inputs[0]);
    };
  }

  @Override
  public Kernel visit(Op.MeanPool op, Node node) {
    return (inputs, output) -> inputs[0].mean(output, true, 2, 3);
  }

  // ND4J's eager bilinear resize fails, so: out = rows · (in · columns), plane by plane. The outer
  // product is a pointwise convolution that takes the rows of a plane for its channels.
  @Override
  public Kernel visit(Op.Resize op, Node node) {
    Shape in = node.input().shape();
    Shape out = node.shape();
    INDArray columns =
        constants.permuted(
            matrix(Interpolation.of(op, in.width(), out.width()), in.width()),
            new long[] {out.width(), in.width()},
            1,
            0);
    Kernel rows =
        Convolutions.dense(
            Op.Conv2d.pointwise(out.height()),
            in.height(),
            matrix(Interpolation.of(op, in.height(), out.height()), in.height()),
            new float[out.height()],
            constants);
    return (inputs, output) -> {
      long planes = output.size(0) * out.channels();
      INDArray flat = inputs[0].reshape('c', planes * in.height(), in.width());
      INDArray wide = pool.take(planes * in.height(), out.width());
      multiply(flat, columns, wide);
      rows.run(
          new INDArray[] {wide.reshape('c', planes, in.height(), 1, out.width())},
          output.reshape('c', planes, out.height(), 1, out.width()));
      pool.giveBack(wide);
    };
  }

  // INDArray.mmul would allocate a result in f order besides and copy it.
  private static void multiply(INDArray a, INDArray b, INDArray product) {
    Nd4j.exec(DynamicCustomOp.builder("matmul").addInputs(a, b).addOutputs(product).build());
  }

  // [out][in], flat: what an axis of the output takes from an axis of the input.
  private static float[] matrix(Interpolation interpolation, int in) {
    float[] matrix = new float[interpolation.share().length * in];
    for (int i = 0; i < interpolation.share().length; i++) {
      matrix[i * in + interpolation.lower()[i]] += 1 - interpolation.share()[i];
      matrix[i * in + interpolation.upper()[i]] += interpolation.share()[i];
    }
    return matrix;
  }

  @Override
  public Kernel visit(Op.Add op, Node node) {
    return (inputs, output) -> inputs[0].add(inputs[1], output);
  }

  @Override
  public Kernel visit(Op.Multiply op, Node node) {
    Shape map = node.inputs().get(0).shape();
    if (node.inputs().get(1).shape().equals(map)) {
      return (inputs, output) -> inputs[0].mul(inputs[1], output);
    }
    return (inputs, output) -> {
      INDArray factors = inputs[1].reshape('c', output.size(0), map.channels());
      Nd4j.exec(new BroadcastMulOp(inputs[0], factors, output, 0, 1));
    };
  }

  @Override
  public Kernel visit(Op.Concat op, Node node) {
    return (inputs, output) ->
        Nd4j.exec(
            DynamicCustomOp.builder("concat")
                .addInputs(inputs)
                .addOutputs(output)
                .addIntegerArguments(1)
                .build());
  }

  @Override
  public Kernel visit(Op.Slice op, Node node) {
    return (inputs, output) ->
        output.assign(Convolutions.channels(inputs[0], op.from(), op.to() - op.from()));
  }

  @Override
  public Kernel visit(Op.Shuffle op, Node node) {
    Shape shape = node.shape();
    int perGroup = shape.channels() / op.groups();
    return (inputs, output) -> {
      long count = output.size(0);
      INDArray table = inputs[0].reshape('c', count, op.groups(), perGroup, shape.plane());
      INDArray places = output.reshape('c', count, perGroup, op.groups(), shape.plane());
      places.assign(table.permute(0, 2, 1, 3));
    };
  }

  @Override
  public Kernel visit(Op.Linear op, Node node) {
    int in = Math.toIntExact(node.input().shape().elements());
    float[] bias = op.bias() ? weight(node, "bias") : new float[op.outFeatures()];
    Kernel pointwise =
        Convolutions.dense(
            Op.Conv2d.pointwise(op.outFeatures()), in, weight(node, "weight"), bias, constants);
    return (inputs, output) -> {
      INDArray vector = inputs[0].reshape('c', output.size(0), in, 1, 1);
      pointwise.run(new INDArray[] {vector}, output);
    };
  }

  @Override
  public Kernel visit(Op.LayerNorm op, Node node) {
    INDArray weight = constants.of(weight(node, "weight"), node.shape().channels());
    INDArray bias = constants.of(weight(node, "bias"), node.shape().channels());
    return Norms.layer(op, node.shape(), weight, bias, pool);
  }

  @Override
  public Kernel visit(Op.PositionEmbedding op, Node node) {
    Shape shape = node.shape();
    long[] places = {shape.height(), shape.width(), shape.channels()};
    INDArray embed = constants.permuted(weight(node, "embed"), places, 2, 0, 1);
    return (inputs, output) -> Nd4j.exec(new BroadcastAddOp(inputs[0], embed, output, 1, 2, 3));
  }

  @Override
  public Kernel visit(Op.Attention op, Node node) {
    return Attentions.of(op, op.size(node), node.shape().plane(), pool);
  }
}
