package dev.riffle.onnx;

import static dev.riffle.onnx.Fragment.KEEP;
import static dev.riffle.onnx.Proto.attribute;

import dev.riffle.graph.Activation;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.graph.OpVisitor;
import dev.riffle.graph.Shape;
import dev.riffle.onnx.proto.Message;
import dev.riffle.run.Interpolation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Each op in ONNX's words. Weights go by their own names; the batch stays of any size. */
final class Lowering implements OpVisitor<Fragment> {
  private static List<String> inputs(Node node) {
    return node.inputs().stream().map(Node::name).toList();
  }

  // All that the node reads, then its weights.
  private static List<String> inputsAndWeights(Node node) {
    List<String> names = new ArrayList<>(inputs(node));
    node.parameters().forEach(parameter -> names.add(parameter.name()));
    return names;
  }

  @Override
  public Fragment visit(Op.Input op, Node node) {
    return new Fragment(node);
  }

  @Override
  public Fragment visit(Op.Conv2d op, Node node) {
    return new Fragment(node)
        .end(
            "Conv",
            inputsAndWeights(node),
            window("kernel_shape", op.kernel()),
            window("strides", op.stride()),
            pads(op.padding()),
            attribute("group", op.groups()));
  }

  private static Message window(String name, long side) {
    return attribute(name, new long[] {side, side});
  }

  // Above, left, below, right.
  private static Message pads(long padding) {
    return attribute("pads", new long[] {padding, padding, padding, padding});
  }

  @Override
  public Fragment visit(Op.BatchNorm op, Node node) {
    return new Fragment(node)
        .end(
            "BatchNormalization",
            inputsAndWeights(node),
            attribute("epsilon", (float) op.epsilon()));
  }

  @Override
  public Fragment visit(Op.GroupNorm op, Node node) {
    return Norms.group(op, node);
  }

  @Override
  public Fragment visit(Op.Scale op, Node node) {
    return new Fragment(node).end("Mul", inputsAndWeights(node));
  }

  @Override
  public Fragment visit(Op.Detach op, Node node) {
    return new Fragment(node).end("Identity", inputs(node));
  }

  @Override
  public Fragment visit(Op.Activate op, Node node) {
    Fragment fragment = new Fragment(node);
    String x = node.input().name();
    return switch (op.function()) {
      case IDENTITY -> fragment.end("Identity", List.of(x));
      case RELU -> fragment.end("Relu", List.of(x));
      case RELU6 ->
          fragment.end("Clip", List.of(x, fragment.number("min", 0), fragment.number("max", 6)));
      case LEAKY_RELU ->
          fragment.end("LeakyRelu", List.of(x), attribute("alpha", Activation.LEAKY_SLOPE));
      case HARD_SIGMOID -> fragment.end("HardSigmoid", List.of(x), slope(), offset());
      // An op of its own is younger than this opset.
      case HARD_SWISH ->
          fragment.end(
              "Mul",
              List.of(x, fragment.step("gate", "HardSigmoid", List.of(x), slope(), offset())));
      case SIGMOID -> fragment.end("Sigmoid", List.of(x));
    };
  }

  // (x + 3) / 6 = slope · x + offset
  private static Message slope() {
    return attribute("alpha", 1f / 6);
  }

  private static Message offset() {
    return attribute("beta", 0.5f);
  }

  @Override
  public Fragment visit(Op.MaxPool op, Node node) {
    return new Fragment(node)
        .end(
            "MaxPool",
            inputs(node),
            window("kernel_shape", op.kernel()),
            window("strides", op.stride()),
            pads(op.padding()));
  }

  @Override
  public Fragment visit(Op.AvgPool op, Node node) {
    return new Fragment(node)
        .end(
            "AveragePool",
            inputs(node),
            window("kernel_shape", op.kernel()),
            window("strides", op.stride()),
            pads(op.padding()),
            attribute("count_include_pad", 1));
  }

  @Override
  public Fragment visit(Op.Pad op, Node node) {
    Fragment fragment = new Fragment(node);
    Shape in = node.input().shape();
    int top = op.before(in.height());
    int left = op.before(in.width());
    int below = node.shape().height() - in.height() - top;
    int right = node.shape().width() - in.width() - left;
    String pads = fragment.integers("pads", 0, 0, top, left, 0, 0, below, right);
    return fragment.end("Pad", List.of(node.input().name(), pads));
  }

  @Override
  public Fragment visit(Op.MeanPool op, Node node) {
    return new Fragment(node).end("GlobalAveragePool", inputs(node));
  }

  @Override
  public Fragment visit(Op.Resize op, Node node) {
    float scale = scale(op, node);
    Fragment fragment = new Fragment(node);
    // No region of interest; the scale of the whole shape.
    List<String> inputs =
        List.of(
            node.input().name(),
            "",
            fragment.floats("scales", new float[] {1, 1, scale, scale}, 4));
    return switch (op.mode()) {
      case NEAREST ->
          fragment.end(
              "Resize",
              inputs,
              attribute("mode", "nearest"),
              attribute("coordinate_transformation_mode", "asymmetric"),
              attribute("nearest_mode", "floor"));
      case BILINEAR ->
          fragment.end(
              "Resize",
              inputs,
              attribute("mode", "linear"),
              attribute("coordinate_transformation_mode", "half_pixel"));
    };
  }

  // ONNX has float32 only: the nearest that yields the same size, and looks at the same places.
  private static float scale(Op.Resize op, Node node) {
    Shape in = node.input().shape();
    float nearest = (float) op.scale();
    for (float scale : new float[] {nearest, Math.nextDown(nearest), Math.nextUp(nearest)}) {
      Op.Resize rounded = new Op.Resize(scale, op.mode());
      if (areAlike(op, rounded, in.height()) && areAlike(op, rounded, in.width())) {
        return scale;
      }
    }
    throw new IllegalArgumentException(
        node.name()
            + ": ONNX has scales in float32, and none near "
            + op.scale()
            + " takes "
            + in
            + " to "
            + node.shape()
            + " by the same pixels");
  }

  private static boolean areAlike(Op.Resize op, Op.Resize other, int in) {
    int out = op.length(in);
    return other.length(in) == out
        && (op.mode() == Op.Resize.Mode.BILINEAR
            || Arrays.equals(
                Interpolation.of(op, in, out).lower(), Interpolation.of(other, in, out).lower()));
  }

  @Override
  public Fragment visit(Op.Add op, Node node) {
    return new Fragment(node).end("Add", inputs(node));
  }

  @Override
  public Fragment visit(Op.Multiply op, Node node) {
    return new Fragment(node).end("Mul", inputs(node));
  }

  @Override
  public Fragment visit(Op.Concat op, Node node) {
    return new Fragment(node).end("Concat", inputs(node), attribute("axis", 1));
  }

  @Override
  public Fragment visit(Op.Slice op, Node node) {
    Fragment fragment = new Fragment(node);
    return fragment.end(
        "Slice",
        List.of(
            node.input().name(),
            fragment.integers("starts", op.from()),
            fragment.integers("ends", op.to()),
            fragment.integers("axes", 1)));
  }

  // [N, C, H, W] as [N, groups, C / groups, H, W], turned and taken back.
  @Override
  public Fragment visit(Op.Shuffle op, Node node) {
    Fragment fragment = new Fragment(node);
    Shape map = node.shape();
    String table =
        fragment.integers(
            "table", KEEP, op.groups(), map.channels() / op.groups(), map.height(), map.width());
    String whole = fragment.integers("whole", KEEP, map.channels(), map.height(), map.width());
    String rows = fragment.step("rows", "Reshape", List.of(node.input().name(), table));
    String columns =
        fragment.step(
            "columns", "Transpose", List.of(rows), attribute("perm", new long[] {0, 2, 1, 3, 4}));
    return fragment.end("Reshape", List.of(columns, whole));
  }

  @Override
  public Fragment visit(Op.Linear op, Node node) {
    Fragment fragment = new Fragment(node);
    List<String> factors = inputsAndWeights(node);
    factors.set(0, fragment.step("flat", "Flatten", inputs(node), attribute("axis", 1)));
    String product = fragment.step("product", "Gemm", factors, attribute("transB", 1));
    return fragment.end(
        "Reshape", List.of(product, fragment.integers("vector", KEEP, op.outFeatures(), 1, 1)));
  }

  @Override
  public Fragment visit(Op.LayerNorm op, Node node) {
    return Norms.layer(op, node);
  }

  @Override
  public Fragment visit(Op.PositionEmbedding op, Node node) {
    return Transformer.embed(node);
  }

  @Override
  public Fragment visit(Op.Attention op, Node node) {
    return Transformer.attend(op, node);
  }
}
