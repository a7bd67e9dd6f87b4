package dev.riffle.onnx;

import dev.riffle.onnx.proto.Message;
import dev.riffle.onnx.proto.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** ONNX files made by hand, step by step. */
public final class OnnxFiles {
  private OnnxFiles() {}

  /** A computation; it has no name but that of what it yields. */
  public static Message step(String op, String output, String... inputs) {
    Message step = new Message();
    for (String input : inputs) {
      step.text(Schema.Node.INPUT, input);
    }
    return step.text(Schema.Node.OUTPUT, output).text(Schema.Node.OP_TYPE, op);
  }

  /** An attribute of a step. */
  public static Message with(Message step, String name, long... values) {
    return step.message(Schema.Node.ATTRIBUTE, Proto.attribute(name, values));
  }

  public static Message with(Message step, String name, long value) {
    return step.message(Schema.Node.ATTRIBUTE, Proto.attribute(name, value));
  }

  public static Message with(Message step, String name, String value) {
    return step.message(Schema.Node.ATTRIBUTE, Proto.attribute(name, value));
  }

  public static Message floats(String name, float[] values, int... shape) {
    return Proto.tensor(name, values, shape);
  }

  public static Message integers(String name, long... values) {
    return Proto.tensor(name, values);
  }

  /** What goes in or comes out. */
  public static Message value(String name, long... lengths) {
    Message tensor = new Message().integer(Schema.TensorType.ELEM_TYPE, Schema.DataType.FLOAT);
    if (lengths.length > 0) {
      Message shape = new Message();
      for (long length : lengths) {
        shape.message(
            Schema.TensorShape.DIM, new Message().integer(Schema.Dimension.VALUE, length));
      }
      tensor.message(Schema.TensorType.SHAPE, shape);
    }
    return new Message()
        .text(Schema.ValueInfo.NAME, name)
        .message(Schema.ValueInfo.TYPE, new Message().message(Schema.Type.TENSOR_TYPE, tensor));
  }

  /**
   * A file of some steps on a map {@code x}, of which the last yields {@code y}.
   *
   * @param x [N, C, H, W]
   */
  public static Path write(Path path, int opset, long[] x, List<Message> arrays, Message... steps)
      throws IOException {
    Message graph = new Message().text(Schema.Graph.NAME, "network");
    for (Message step : steps) {
      graph.message(Schema.Graph.NODE, step);
    }
    arrays.forEach(array -> graph.message(Schema.Graph.INITIALIZER, array));
    graph.message(Schema.Graph.INPUT, value("x", x));
    graph.message(Schema.Graph.OUTPUT, value("y"));
    return write(path, opset, "", graph);
  }

  /** A file of a graph. */
  public static Path write(Path path, int opset, String domain, Message graph) throws IOException {
    Message set = new Message().integer(Schema.OpsetId.VERSION, opset);
    if (!domain.isEmpty()) {
      set.text(Schema.OpsetId.DOMAIN, domain);
    }
    Message model =
        new Message()
            .integer(Schema.Model.IR_VERSION, 8)
            .message(Schema.Model.OPSET_IMPORT, set)
            .message(Schema.Model.GRAPH, graph);
    try (var out = Files.newOutputStream(path)) {
      model.writeTo(out);
    }
    return path;
  }
}
