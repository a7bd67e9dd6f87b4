package dev.riffle.run.nd4j.samediff;

import dev.riffle.graph.Activation;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.graph.OpVisitor;
import dev.riffle.graph.Shape;
import dev.riffle.run.Interpolation;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ops.impl.controlflow.compat.StopGradient;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Every op in ND4J's operations that have a right gradient.
 *
 * @param inputs what the node reads, {@code [N, C, H, W]}
 * @param batchStatistics whether BatchNorms take the batch's mean and variance
 */
record Lowering(SameDiff network, List<SDVariable> inputs, boolean batchStatistics)
    implements OpVisitor<SDVariable> {

  private SDVariable parameter(Node node, String parameter) {
    return network.getVariable(node.parameter(parameter));
  }

  // A number a channel, to be combined with maps.
  private SDVariable perChannel(Node node, String parameter) {
    return parameter(node, parameter).reshape(1, node.shape().channels(), 1, 1);
  }

  // All maps of a batch with other axes.
  private static SDVariable shaped(SDVariable map, Shape shape) {
    return map.reshape(-1, shape.channels(), shape.height(), shape.width());
  }

  @Override
  public SDVariable visit(Op.Input op, Node node) {
    throw new IllegalArgumentException(node.name() + ": an input is given, not computed");
  }

  @Override
  public SDVariable visit(Op.Conv2d op, Node node) {
    SDVariable map =
        Convolutions.of(
            network, op, inputs.get(0), parameter(node, "weight"), op.channelsPerGroup(node));
    return op.bias() ? map.add(perChannel(node, "bias")) : map;
  }

  // Spelled out, since ND4J's own has no working gradient.
  @Override
  public SDVariable visit(Op.BatchNorm op, Node node) {
    SDVariable x = inputs.get(0);
    SDVariable away =
        x.sub(batchStatistics ? x.mean(true, 0, 2, 3) : perChannel(node, "running_mean"));
    SDVariable variance =
        batchStatistics
            ? network.math().square(away).mean(true, 0, 2, 3)
            : perChannel(node, "running_var");
    return affine(node, away.div(network.math().sqrt(variance.add(op.epsilon()))));
  }

  @Override
  public SDVariable visit(Op.GroupNorm op, Node node) {
    long size = node.shape().elements() / op.groups();
    SDVariable groups = inputs.get(0).reshape(-1, op.groups(), size);
    SDVariable away = groups.sub(groups.mean(true, 2));
    SDVariable variance = network.math().square(away).mean(true, 2);
    SDVariable standard = away.div(network.math().sqrt(variance.add(op.epsilon())));
    return affine(node, shaped(standard, node.shape()));
  }

  private SDVariable affine(Node node, SDVariable standard) {
    return standard.mul(perChannel(node, "weight")).add(perChannel(node, "bias"));
  }

  @Override
  public SDVariable visit(Op.Scale op, Node node) {
    return inputs.get(0).mul(parameter(node, "scale"));
  }

  @Override
  public SDVariable visit(Op.Detach op, Node node) {
    return new StopGradient(network, inputs.get(0)).outputVariable();
  }

  @Override
  public SDVariable visit(Op.Activate op, Node node) {
    SDVariable x = inputs.get(0);
    return switch (op.function()) {
      case IDENTITY -> network.identity(x);
      case RELU -> network.nn().relu(x, 0);
      case RELU6 -> network.nn().relu6(x, 0);
      case LEAKY_RELU -> network.nn().leakyRelu(x, Activation.LEAKY_SLOPE);
      case HARD_SIGMOID -> hardSigmoid(x);
      case HARD_SWISH -> x.mul(hardSigmoid(x));
      case SIGMOID -> network.nn().sigmoid(x);
    };
  }

  // ND4J's own is another function: 0.2 x + 0.5 between 0 and 1.
  private SDVariable hardSigmoid(SDVariable x) {
    return network.nn().relu6(x.add(3), 0).div(6);
  }

  @Override
  public SDVariable visit(Op.MaxPool op, Node node) {
    return network.cnn().maxPooling2d(inputs.get(0), pool(op.kernel(), op.stride(), op.padding()));
  }

  // Padded apart, since ND4J's own padding does not count.
  @Override
  public SDVariable visit(Op.AvgPool op, Node node) {
    Shape in = node.input().shape();
    int around = op.padding();
    SDVariable padded = inputs.get(0);
    if (around > 0) {
      Shape out = new Shape(in.channels(), in.height() + 2 * around, in.width() + 2 * around);
      padded = padded(in, around, around, out);
    }
    return network.cnn().avgPooling2d(padded, pool(op.kernel(), op.stride(), 0));
  }

  private static Pooling2DConfig pool(int kernel, int stride, int padding) {
    return Pooling2DConfig.builder()
        .kH(kernel)
        .kW(kernel)
        .sH(stride)
        .sW(stride)
        .pH(padding)
        .pW(padding)
        .paddingMode(PaddingMode.VALID) // as much padding as pH and pW say
        .isNHWC(false)
        .build();
  }

  @Override
  public SDVariable visit(Op.Pad op, Node node) {
    Shape in = node.input().shape();
    return padded(in, op.before(in.height()), op.before(in.width()), node.shape());
  }

  // The map among zeros. ND4J's own padding does not survive its own file without warnings.
  private SDVariable padded(Shape in, int top, int left, Shape out) {
    return between(
        in, out, shifted(in.height(), top, out.height()), shifted(in.width(), left, out.width()));
  }

  private static float[][] shifted(int in, int by, int out) {
    float[][] ones = new float[in][out];
    for (int i = 0; i < in; i++) {
      ones[i][i + by] = 1;
    }
    return ones;
  }

  @Override
  public SDVariable visit(Op.MeanPool op, Node node) {
    return inputs.get(0).mean(true, 2, 3);
  }

  // ND4J's own resizing has no gradient.
  @Override
  public SDVariable visit(Op.Resize op, Node node) {
    Shape in = node.input().shape();
    Shape out = node.shape();
    return between(
        in,
        out,
        shares(Interpolation.of(op, in.height(), out.height()), in.height()),
        shares(Interpolation.of(op, in.width(), out.width()), in.width()));
  }

  // [in][out]
  private static float[][] shares(Interpolation interpolation, int in) {
    int out = interpolation.share().length;
    float[][] shares = new float[in][out];
    for (int i = 0; i < out; i++) {
      shares[interpolation.lower()[i]][i] += 1 - interpolation.share()[i];
      shares[interpolation.upper()[i]][i] += interpolation.share()[i];
    }
    return shares;
  }

  /**
   * Each plane with other rows and columns.
   *
   * @param rows {@code [in][out]}: what each row of the output takes of each of the input
   * @param columns likewise
   */
  private SDVariable between(Shape in, Shape out, float[][] rows, float[][] columns) {
    SDVariable wide = inputs.get(0).reshape(-1, in.width()).mmul(matrix(columns));
    SDVariable turned =
        shaped(wide, new Shape(in.channels(), in.height(), out.width())).permute(0, 1, 3, 2);
    SDVariable high = turned.reshape(-1, in.height()).mmul(matrix(rows));
    return shaped(high, new Shape(in.channels(), out.width(), out.height())).permute(0, 1, 3, 2);
  }

  private SDVariable matrix(float[][] numbers) {
    return network.constant(Nd4j.createFromArray(numbers));
  }

  @Override
  public SDVariable visit(Op.Add op, Node node) {
    return inputs.get(0).add(inputs.get(1));
  }

  @Override
  public SDVariable visit(Op.Multiply op, Node node) {
    return inputs.get(0).mul(inputs.get(1));
  }

  @Override
  public SDVariable visit(Op.Concat op, Node node) {
    return inputs.size() == 1
        ? network.identity(inputs.get(0))
        : network.concat(1, inputs.toArray(SDVariable[]::new));
  }

  @Override
  public SDVariable visit(Op.Slice op, Node node) {
    return Convolutions.channels(network, inputs.get(0), op.from(), op.to());
  }

  @Override
  public SDVariable visit(Op.Shuffle op, Node node) {
    Shape shape = node.shape();
    SDVariable table =
        inputs.get(0).reshape(-1, op.groups(), shape.channels() / op.groups(), shape.plane());
    return shaped(table.permute(0, 2, 1, 3), shape);
  }

  @Override
  public SDVariable visit(Op.Linear op, Node node) {
    SDVariable vectors = inputs.get(0).reshape(-1, node.input().shape().elements());
    SDVariable product = network.mmul(vectors, parameter(node, "weight"), false, true, false);
    SDVariable map = shaped(product, node.shape());
    return op.bias() ? map.add(perChannel(node, "bias")) : map;
  }

  @Override
  public SDVariable visit(Op.LayerNorm op, Node node) {
    SDVariable x = inputs.get(0);
    SDVariable away = x.sub(x.mean(true, 1));
    SDVariable variance = network.math().square(away).mean(true, 1);
    return affine(node, away.div(network.math().sqrt(variance.add(op.epsilon()))));
  }

  @Override
  public SDVariable visit(Op.PositionEmbedding op, Node node) {
    Shape shape = node.shape();
    SDVariable table = parameter(node, "embed").permute(1, 2, 0); // [1, channel, place]
    return inputs.get(0).add(table.reshape(1, shape.channels(), shape.height(), shape.width()));
  }

  @Override
  public SDVariable visit(Op.Attention op, Node node) {
    SDVariable queries = heads(op, node, 0);
    SDVariable keys = heads(op, node, 1);
    SDVariable values = heads(op, node, 2);
    SDVariable logits =
        network.mmul(queries, keys, true, false, false).mul(1 / Math.sqrt(op.size(node)));
    SDVariable weights = network.nn().softmax(logits, 2); // [head][attending][attended to]
    return shaped(network.mmul(values, weights, false, true, false), node.shape());
  }

  // A third of the channels: [head of each picture][its channels][place].
  private SDVariable heads(Op.Attention op, Node node, int part) {
    int channels = node.shape().channels();
    SDVariable third =
        Convolutions.channels(network, inputs.get(0), part * channels, (part + 1) * channels);
    return third.reshape(-1, op.size(node), node.shape().plane());
  }
}
