package dev.riffle.onnx.read;

import dev.riffle.graph.Activation;
import dev.riffle.graph.Model;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.graph.Shape;
import dev.riffle.onnx.proto.Fields;
import dev.riffle.weights.Budget;
import dev.riffle.weights.CheckpointException;
import dev.riffle.weights.FileBytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads networks from ONNX files: the ops of convolutional ones, with the lists of sizes around
 * them worked out, and int8 files as the float networks that they stand for.
 *
 * <p>A node is called after its weights, {@code a.weight}, else after what it yields. What an
 * export does behind the network (turning maps into lists of boxes, sums over distributions) is
 * left away: then the maps are the model's outputs.
 */
public final class OnnxReader {
  private static final int OLDEST = 11;
  private static final int YOUNGEST = 22;

  /** Some times those of the longest network that is known. */
  private static final int MOST_STEPS = 5000;

  /** What an open batch size is taken to be: a prime, so that it shows what it is mixed with. */
  private static final long BATCH = 1009;

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

  /**
   * What a file holds.
   *
   * @param metadata words about the model, by key
   */
  public record Content(Model model, Map<String, String> metadata) {
    public Content {
      metadata = Map.copyOf(metadata);
    }
  }

  private OnnxReader() {}

  private static Map<String, Rule> maps() {
    Map<String, Rule> rules = new TreeMap<>();
    put(rules, "Conv", Layers::conv);
    put(rules, "BatchNormalization", Layers::batchNorm);
    put(rules, "MaxPool", Layers::maxPool);
    put(rules, "AveragePool", Layers::averagePool);
    put(rules, "GlobalAveragePool", Layers::globalAveragePool);
    put(rules, "ReduceMean", Layers::reduceMean);
    put(rules, "Pad", Padding::pad);
    put(rules, "Resize", Layers::resize);
    put(rules, "Add", Layers::add);
    put(rules, "Mul", Layers::multiply);
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
    put(rules, "Softmax", OnnxReader::softmax);
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
   * Reads a file.
   *
   * @throws CheckpointException in one line, if it is damaged or none, or holds what cannot be read
   *     here, naming the step
   */
  public static Content read(Path path) throws IOException {
    try (FileBytes file = FileBytes.open(path)) {
      OnnxFile content = OnnxFile.read(new Fields(file.read(0, file.size(), "an ONNX model")));
      return new Content(model(content, new Budget(file.size())), content.metadata());
    } catch (CheckpointException e) {
      throw new CheckpointException(path.toString(), e);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new CheckpointException(path + ": " + e.getMessage());
    }
  }

  private static Model model(OnnxFile file, Budget budget) throws CheckpointException {
    if (file.opset() < OLDEST || file.opset() > YOUNGEST) {
      throw new CheckpointException(
          "expected ops of version " + OLDEST + " to " + YOUNGEST + ", found " + file.opset());
    }
    if (file.steps().size() > MOST_STEPS) {
      throw new CheckpointException(
          "expected at most " + MOST_STEPS + " steps, found " + file.steps().size());
    }
    Network network = new Network(file.arrays(), budget);
    Map<String, Value> values = new HashMap<>();
    file.arrays().forEach((name, array) -> values.put(name, new Value.Constant(array)));
    List<Node> inputs = new ArrayList<>();
    for (OnnxFile.Input input : file.inputs()) {
      Value.View view = input(input, network);
      inputs.add(view.node());
      values.put(input.name(), view);
    }
    for (Step step : file.steps()) {
      List<Value> yielded = yielded(step, values, network);
      for (int i = 0; i < yielded.size(); i++) {
        if (values.putIfAbsent(step.outputs().get(i), yielded.get(i)) != null) {
          throw new CheckpointException(
              step.title() + ": its output " + shown(step.outputs().get(i)) + " is there already");
        }
      }
    }
    Set<Node> outputs = new LinkedHashSet<>();
    for (String output : file.outputs()) {
      outputs.addAll(maps(output, values.get(output)));
    }
    return network.model(inputs, List.copyOf(outputs));
  }

  private static String shown(String name) {
    return '"' + CheckpointException.shown(name) + '"';
  }

  private static Value.View input(OnnxFile.Input input, Network network)
      throws CheckpointException {
    List<Long> lengths = input.dimensions();
    if (lengths.size() != 4 || lengths.subList(1, 4).contains(0L)) {
      throw new CheckpointException(
          "input "
              + shown(input.name())
              + ": expected [N, channels, height, width] in numbers, found "
              + lengths);
    }
    Shape shape =
        new Shape(
            Math.toIntExact(lengths.get(1)),
            Math.toIntExact(lengths.get(2)),
            Math.toIntExact(lengths.get(3)));
    long batch = lengths.get(0) == 0 ? BATCH : lengths.get(0);
    return Value.View.of(network.node(input.name(), new Op.Input(shape)), batch);
  }

  private static List<Value> yielded(Step step, Map<String, Value> values, Network network)
      throws CheckpointException {
    List<Value> inputs = new ArrayList<>();
    for (String name : step.inputs()) {
      if (!name.isEmpty() && !values.containsKey(name)) {
        throw new CheckpointException(
            step.title() + ": nothing before it yields its input " + shown(name));
      }
      inputs.add(name.isEmpty() ? null : values.get(name));
    }
    try {
      return yielded(step, new Call(step, inputs, network), inputs);
    } catch (IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
      throw new CheckpointException(step.title() + ": " + e.getMessage());
    } catch (CheckpointException e) {
      throw new CheckpointException(step.title(), e);
    }
  }

  private static List<Value> yielded(Step step, Call call, List<Value> inputs)
      throws CheckpointException {
    if (step.outputs().isEmpty()) {
      throw new IllegalArgumentException("yields nothing");
    }
    if (call.readsReadings() && READING.contains(step.op())) {
      return step.outputs().stream().<Value>map(output -> call.reading()).toList();
    }
    boolean known = inputs.stream().allMatch(i -> i == null || i instanceof Value.Constant);
    Rule rule = (known ? CONSTANTS : MAPS).get(step.op());
    if (rule == null) {
      throw new IllegalArgumentException(
          "no such op can be read"
              + (known ? " of numbers that are known" : "")
              + "; accepted are "
              + String.join(", ", (known ? CONSTANTS : MAPS).keySet()));
    }
    List<Value> yielded = rule.apply(call);
    call.checkAllWasAsked();
    if (yielded.size() != step.outputs().size()) {
      throw new IllegalArgumentException(
          "expected " + yielded.size() + " outputs, found " + step.outputs().size());
    }
    return yielded;
  }

  private static List<Node> maps(String output, Value value) throws CheckpointException {
    if (value instanceof Value.View view) {
      return List.of(view.node());
    }
    if (value instanceof Value.Reading reading) {
      return reading.of();
    }
    throw new CheckpointException("output " + shown(output) + ": nothing computes it");
  }
}
