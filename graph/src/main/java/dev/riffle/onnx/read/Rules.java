package dev.riffle.onnx.read;

import dev.riffle.graph.Activation;
import dev.riffle.onnx.file.Step;
import dev.riffle.onnx.read.Value.Reading;
import dev.riffle.weights.file.CheckpointException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Which step of a file is read how. */
final class Rules {
  /** Gives the values of a step. */
  @FunctionalInterface
  private interface Rule {
    List<Value> apply(Call call) throws CheckpointException;
  }

  @FunctionalInterface
  private interface Single {
    Value apply(Call call) throws CheckpointException;
  }

  /** Ops on maps, by name. */
  private static final Map<String, Rule> MAPS = maps();

  /** Ops on numbers that are known, by name. */
  private static final Map<String, Rule> CONSTANTS = constants();

  /** What may be done with what is read from a network's outputs. */
  private static final Set<String> READING =
      Set.of(
          "Add",
          "Cast",
          "Concat",
          "Div",
          "Exp",
          "Flatten",
          "Gather",
          "MatMul",
          "Max",
          "Min",
          "Mul",
          "ReduceMax",
          "ReduceSum",
          "Reshape",
          "Sigmoid",
          "Slice",
          "Softmax",
          "Split",
          "Squeeze",
          "Sub",
          "Transpose",
          "Unsqueeze");

  private Rules() {}

  private static Map<String, Rule> maps() {
    Map<String, Rule> rules = new TreeMap<>();
    put(rules, "Conv", Layers::conv);
    put(rules, "BatchNormalization", Layers::batchNorm);
    put(rules, "InstanceNormalization", Norms::instances);
    put(rules, "GroupNormalization", Norms::groups);
    put(rules, "MaxPool", Layers::maxPool);
    put(rules, "AveragePool", Layers::averagePool);
    put(rules, "GlobalAveragePool", Layers::globalAveragePool);
    put(rules, "ReduceMean", Layers::reduceMean);
    put(rules, "Pad", Padding::pad);
    put(rules, "Resize", Layers::resize);
    put(rules, "Add", Elementwise::add);
    put(rules, "Mul", Elementwise::multiply);
    put(rules, "Sub", Norms::difference);
    put(rules, "Div", Norms::quotient);
    put(rules, "Sqrt", Norms::root);
    put(rules, "Pow", Norms::power);
    put(rules, "Gemm", Layers::gemm);
    put(rules, "MatMul", Layers::product);
    put(rules, "Relu", call -> Activations.of(call, Activation.RELU));
    put(rules, "Sigmoid", call -> Activations.of(call, Activation.SIGMOID));
    put(rules, "HardSwish", call -> Activations.of(call, Activation.HARD_SWISH));
    put(rules, "Identity", call -> Activations.of(call, Activation.IDENTITY));
    put(rules, "LeakyRelu", Activations::leakyRelu);
    put(rules, "HardSigmoid", Activations::hardSigmoid);
    put(rules, "Clip", Activations::clip);
    put(rules, "QuantizeLinear", Activations::quantized);
    put(rules, "DequantizeLinear", Activations::dequantized);
    put(rules, "Reshape", Orders::reshape);
    put(rules, "Transpose", Orders::transpose);
    put(rules, "Flatten", Orders::flatten);
    put(rules, "Squeeze", Orders::squeeze);
    put(rules, "Unsqueeze", Orders::unsqueeze);
    put(rules, "Slice", Orders::slice);
    put(rules, "Concat", Orders::concat);
    rules.put("Split", Orders::split);
    put(rules, "Shape", Constants::shape);
    put(rules, "Softmax", Rules::softmax);
    return rules;
  }

  private static Map<String, Rule> constants() {
    Map<String, Rule> rules = new TreeMap<>();
    put(rules, "Constant", Constants::constant);
    put(rules, "Gather", Constants::gather);
    put(rules, "Concat", Constants::concat);
    put(rules, "Slice", Constants::slice);
    put(rules, "Cast", Constants::cast);
    put(rules, "Identity", call -> call.input(0));
    put(rules, "Reshape", Constants::reshape);
    put(rules, "Transpose", Constants::transpose);
    put(rules, "Unsqueeze", call -> unsqueezed(call, false));
    put(rules, "Squeeze", call -> unsqueezed(call, true));
    put(rules, "Add", call -> Constants.arithmetic(call, Math::addExact));
    put(rules, "Sub", call -> Constants.arithmetic(call, Math::subtractExact));
    put(rules, "Mul", call -> Constants.arithmetic(call, Math::multiplyExact));
    put(rules, "Div", call -> Constants.arithmetic(call, (a, b) -> a / b));
    put(rules, "DequantizeLinear", Constants::dequantized);
    return rules;
  }

  private static void put(Map<String, Rule> rules, String op, Single rule) {
    rules.put(op, call -> List.of(rule.apply(call)));
  }

  private static Value softmax(Call call) {
    call.integer("axis", -1);
    return call.reading();
  }

  private static Value unsqueezed(Call call, boolean single) {
    call.integers("axes", 1, List.of());
    return Constants.reshaped(call, single);
  }

  /**
   * What a step yields, a value for each of its outputs.
   *
   * @throws IllegalArgumentException if it cannot be read, or says what nothing is known of
   */
  static List<Value> yielded(Step step, Call call) throws CheckpointException {
    if (step.outputs().isEmpty()) {
      throw new IllegalArgumentException("yields nothing");
    }
    if (call.reads(Reading.class) && READING.contains(step.op())) {
      return step.outputs().stream().map(output -> Attentions.next(step.op(), call)).toList();
    }
    boolean known = call.readsOnly(Value.Constant.class);
    Map<String, Rule> rules = known ? CONSTANTS : MAPS;
    Rule rule = rules.get(step.op());
    if (rule == null) {
      throw new IllegalArgumentException(
          "no such op can be read"
              + (known ? " of numbers that are known" : "")
              + "; accepted are "
              + String.join(", ", rules.keySet()));
    }
    List<Value> yielded = rule.apply(call);
    call.checkAllWasAsked();
    if (yielded.size() != step.outputs().size()) {
      throw new IllegalArgumentException(
          "expected " + yielded.size() + " outputs, found " + step.outputs().size());
    }
    return yielded;
  }
}
