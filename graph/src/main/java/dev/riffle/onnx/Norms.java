package dev.riffle.onnx;

import static dev.riffle.onnx.Fragment.KEEP;
import static dev.riffle.onnx.Fragment.REST;
import static dev.riffle.onnx.Proto.attribute;

import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.graph.Shape;
import java.util.Arrays;
import java.util.List;

/** Normalisations by what lies in the map itself, for which this opset has no ops of their own. */
final class Norms {

  private Norms() {}

  /** Groups as the channels of InstanceNormalization, which knows no others. */
  static Fragment group(Op.GroupNorm op, Node node) {
    Fragment fragment = new Fragment(node);
    Shape map = node.shape();
    String groups =
        fragment.step(
            "groups",
            "Reshape",
            List.of(node.input().name(), fragment.integers("table", KEEP, op.groups(), REST)));
    float[] ones = new float[op.groups()];
    Arrays.fill(ones, 1);
    String normal =
        fragment.step(
            "normal",
            "InstanceNormalization",
            List.of(
                groups,
                fragment.floats("ones", ones, op.groups()),
                fragment.floats("zeros", new float[op.groups()], op.groups())),
            attribute("epsilon", (float) op.epsilon()));
    String sizes = fragment.integers("whole", KEEP, map.channels(), map.height(), map.width());
    String whole = fragment.step("back", "Reshape", List.of(normal, sizes));
    return scaledAndShifted(fragment, whole, node);
  }

  /** The formula itself, whose op came four opsets later. */
  static Fragment layer(Op.LayerNorm op, Node node) {
    Fragment fragment = new Fragment(node);
    String x = node.input().name();
    String centred = fragment.step("centred", "Sub", List.of(x, mean(fragment, "mean", x)));
    String squares = fragment.step("squares", "Mul", List.of(centred, centred));
    String variance = mean(fragment, "variance", squares);
    String epsilon = fragment.number("epsilon", (float) op.epsilon());
    String above = fragment.step("above", "Add", List.of(variance, epsilon));
    String deviation = fragment.step("deviation", "Sqrt", List.of(above));
    String normal = fragment.step("normal", "Div", List.of(centred, deviation));
    return scaledAndShifted(fragment, normal, node);
  }

  // Over channels.
  private static String mean(Fragment fragment, String name, String x) {
    return fragment.step(name, "ReduceMean", List.of(x), attribute("axes", new long[] {1}));
  }

  // x · weight + bias, channel by channel.
  private static Fragment scaledAndShifted(Fragment fragment, String x, Node node) {
    String column = fragment.integers("column", node.shape().channels(), 1, 1);
    String weight = fragment.step("weights", "Reshape", List.of(node.parameter("weight"), column));
    String bias = fragment.step("biases", "Reshape", List.of(node.parameter("bias"), column));
    String scaled = fragment.step("scaled", "Mul", List.of(x, weight));
    return fragment.end("Add", List.of(scaled, bias));
  }
}
