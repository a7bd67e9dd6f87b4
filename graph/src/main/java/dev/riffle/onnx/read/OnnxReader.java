package dev.riffle.onnx.read;

import dev.riffle.graph.Model;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.graph.Shape;
import dev.riffle.onnx.file.OnnxFile;
import dev.riffle.onnx.file.Step;
import dev.riffle.onnx.proto.Fields;
import dev.riffle.weights.file.Budget;
import dev.riffle.weights.file.CheckpointException;
import dev.riffle.weights.file.FileBytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads networks from ONNX files: the ops of convolutional ones, with the lists of sizes around
 * them worked out, norms and attention that are written down step by step, and int8 files as the
 * float networks that they stand for.
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
      return Rules.yielded(step, new Call(step, inputs, network));
    } catch (IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
      throw new CheckpointException(step.title() + ": " + e.getMessage());
    } catch (CheckpointException e) {
      throw new CheckpointException(step.title(), e);
    }
  }

  private static List<Node> maps(String output, Value value) throws CheckpointException {
    if (value instanceof Value.View view) {
      return List.of(view.node());
    }
    if (value instanceof Value.Reading reading) {
      return reading.of();
    }
    throw new CheckpointException(
        "output "
            + shown(output)
            + (value instanceof Value.Moment
                ? ": is a step towards a layer normalisation, not one"
                : ": nothing computes it"));
  }
}
