package dev.riffle.onnx.read;

import dev.riffle.graph.Activation;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.onnx.read.Value.View;
import dev.riffle.weights.file.CheckpointException;
import dev.riffle.weights.file.DataType;
import java.util.EnumSet;
import java.util.Set;

/** ONNX's element-wise functions, which do not care in which order numbers lie. */
final class Activations {
  private static final Set<Activation> NEVER_NEGATIVE =
      EnumSet.of(Activation.RELU, Activation.RELU6, Activation.SIGMOID, Activation.HARD_SIGMOID);

  private Activations() {}

  static Value of(Call call, Activation function) {
    View x = call.view(0);
    Node node = call.network().node(call.name(), new Op.Activate(function), x.node());
    return new View(node, x.layout());
  }

  static Value leakyRelu(Call call) {
    expect("alpha", Activation.LEAKY_SLOPE, call.real("alpha", 0.01));
    return of(call, Activation.LEAKY_RELU);
  }

  static Value hardSigmoid(Call call) {
    expect("alpha", 1f / 6, call.real("alpha", 0.2));
    expect("beta", 0.5f, call.real("beta", 0.5));
    return of(call, Activation.HARD_SIGMOID);
  }

  private static void expect(String attribute, float expected, double found) {
    if (Math.abs(found - expected) > 1e-6) {
      throw new IllegalArgumentException(attribute + ": expected " + expected + ", found " + found);
    }
  }

  /** From 0 to 6, given as attributes in old files and as inputs in younger ones. */
  static Value clip(Call call) throws CheckpointException {
    double least = limit(call, "min", 1);
    double most = limit(call, "max", 2);
    if (least != 0 || most != 6) {
      throw new IllegalArgumentException("expected 0 to 6, found " + least + " to " + most);
    }
    return of(call, Activation.RELU6);
  }

  private static double limit(Call call, String name, int input) throws CheckpointException {
    if (!call.has(input)) {
      return call.real(name, Double.NaN);
    }
    double[] limit = call.array(input).toDoubles();
    return limit.length == 1 ? limit[0] : Double.NaN;
  }

  /**
   * Numbers stay as they are, not rounded to the few that the type has; only where the type begins
   * at zero, what is below is cut off, in which a ReLU hides.
   */
  static Value quantized(Call call) {
    View x = call.view(0);
    call.array(1);
    call.integer("axis", 1);
    call.expect("saturate", 1L);
    DataType type = call.has(2) ? call.array(2).type() : DataType.UINT8;
    long least =
        switch (type) {
          case UINT8 -> 0;
          case INT8 -> Byte.MIN_VALUE;
          default -> throw new IllegalArgumentException("expected 8 bits, found " + type.torch());
        };
    for (long zero : call.has(2) ? call.array(2).toLongs() : new long[1]) {
      if (zero != least) {
        return x;
      }
    }
    return call.network().isNeverNegative(x.node()) ? x : of(call, Activation.RELU);
  }

  /** Numbers stay as they are. */
  static Value dequantized(Call call) {
    call.integer("axis", 1);
    return call.view(0);
  }

  /**
   * Whether an op makes nothing negative.
   *
   * @param ofSuch whether it reads only what is never negative
   */
  static boolean isNeverNegative(Op op, boolean ofSuch) {
    if (op instanceof Op.Activate act && NEVER_NEGATIVE.contains(act.function())) {
      return true;
    }
    return ofSuch
        && !(op instanceof Op.Input
            || op instanceof Op.Conv2d
            || op instanceof Op.BatchNorm
            || op instanceof Op.Linear);
  }
}
