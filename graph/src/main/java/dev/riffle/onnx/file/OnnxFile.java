package dev.riffle.onnx.file;

import dev.riffle.onnx.proto.Fields;
import dev.riffle.onnx.proto.Schema;
import dev.riffle.weights.file.CheckpointException;
import dev.riffle.weights.file.StoredTensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What stands in an ONNX file.
 *
 * @param opset the version of ONNX's own ops; 0 if the file does not say
 * @param steps in running order
 * @param arrays by name
 * @param inputs what goes in, without the arrays, which older files list too
 * @param outputs names of what comes out
 * @param metadata words about the model, by key
 */
public record OnnxFile(
    long opset,
    List<Step> steps,
    Map<String, StoredTensor> arrays,
    List<Input> inputs,
    List<String> outputs,
    Map<String, String> metadata) {

  /**
   * What goes in.
   *
   * @param dimensions the lengths of its axes; 0 where that is left open
   */
  public record Input(String name, List<Long> dimensions) {}

  /**
   * Reads a whole file.
   *
   * @throws CheckpointException in one line, if it is damaged or holds no graph
   */
  public static OnnxFile read(Fields fields) throws CheckpointException {
    long opset = 0;
    Fields graph = null;
    Map<String, String> metadata = new LinkedHashMap<>();
    while (fields.next()) {
      switch (fields.field()) {
        case Schema.Model.GRAPH -> graph = fields.message();
        case Schema.Model.OPSET_IMPORT -> opset = Math.max(opset, opset(fields.message()));
        case Schema.Model.METADATA -> readEntry(fields.message(), metadata);
        default -> {}
      }
    }
    if (graph == null) {
      throw new CheckpointException("expected an ONNX model, found no graph in it");
    }
    List<Step> steps = new ArrayList<>();
    Map<String, StoredTensor> arrays = new LinkedHashMap<>();
    List<Input> listed = new ArrayList<>();
    List<String> outputs = new ArrayList<>();
    while (graph.next()) {
      switch (graph.field()) {
        case Schema.Graph.NODE -> steps.add(Step.read(graph.message()));
        case Schema.Graph.INITIALIZER -> {
          Array array = Array.read(graph.message());
          arrays.put(array.name(), array.tensor());
        }
        case Schema.Graph.INPUT -> listed.add(input(graph.message()));
        case Schema.Graph.OUTPUT -> outputs.add(input(graph.message()).name());
        default -> {}
      }
    }
    List<Input> inputs =
        listed.stream().filter(input -> !arrays.containsKey(input.name())).toList();
    return new OnnxFile(opset, steps, arrays, inputs, outputs, metadata);
  }

  // 0 for ops that are not ONNX's own.
  private static long opset(Fields fields) throws CheckpointException {
    String domain = "";
    long version = 0;
    while (fields.next()) {
      switch (fields.field()) {
        case Schema.OpsetId.DOMAIN -> domain = Step.domain(fields);
        case Schema.OpsetId.VERSION -> version = fields.integer();
        default -> {}
      }
    }
    return domain.isEmpty() ? version : 0;
  }

  private static void readEntry(Fields fields, Map<String, String> into)
      throws CheckpointException {
    String key = "";
    String value = "";
    while (fields.next()) {
      switch (fields.field()) {
        case Schema.StringEntry.KEY -> key = fields.text();
        case Schema.StringEntry.VALUE -> value = fields.text();
        default -> {}
      }
    }
    into.put(key, value);
  }

  private static Input input(Fields fields) throws CheckpointException {
    String name = "";
    List<Long> dimensions = new ArrayList<>();
    while (fields.next()) {
      switch (fields.field()) {
        case Schema.ValueInfo.NAME -> name = fields.text();
        case Schema.ValueInfo.TYPE -> {
          Fields shape =
              inside(inside(fields.message(), Schema.Type.TENSOR_TYPE), Schema.TensorType.SHAPE);
          while (shape.next()) {
            if (shape.field() == Schema.TensorShape.DIM) {
              dimensions.add(length(shape.message()));
            }
          }
        }
        default -> {}
      }
    }
    return new Input(name, dimensions);
  }

  // The message in a field; an empty one if it is not there.
  private static Fields inside(Fields fields, int field) throws CheckpointException {
    while (fields.next()) {
      if (fields.field() == field) {
        return fields.message();
      }
    }
    return fields;
  }

  private static long length(Fields fields) throws CheckpointException {
    long length = 0;
    while (fields.next()) {
      if (fields.field() == Schema.Dimension.VALUE) {
        length = Math.max(0, fields.integer());
      }
    }
    return length;
  }
}
