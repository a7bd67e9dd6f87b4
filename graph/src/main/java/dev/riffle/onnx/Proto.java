package dev.riffle.onnx;

import dev.riffle.graph.Node;
import dev.riffle.graph.Shape;
import dev.riffle.onnx.proto.Message;
import dev.riffle.onnx.proto.Schema;
import java.util.List;
import java.util.Map;

/** The messages that an ONNX file is made of. */
final class Proto {
  private static final int IR_VERSION = 7; // the one that came with the opset
  private static final int OPSET = 13;
  private static final String BATCH = "N";

  private Proto() {}

  /** The whole file. */
  static Message model(Message graph, Map<String, String> metadata) {
    Message model =
        new Message()
            .integer(Schema.Model.IR_VERSION, IR_VERSION)
            .text(Schema.Model.PRODUCER_NAME, "riffle")
            .message(
                Schema.Model.OPSET_IMPORT, new Message().integer(Schema.OpsetId.VERSION, OPSET))
            .message(Schema.Model.GRAPH, graph);
    metadata.forEach(
        (key, value) ->
            model.message(
                Schema.Model.METADATA,
                new Message()
                    .text(Schema.StringEntry.KEY, key)
                    .text(Schema.StringEntry.VALUE, value)));
    return model;
  }

  /** One computation; what it yields has its name. */
  static Message node(String name, String op, List<String> inputs, Message... attributes) {
    Message node = new Message();
    inputs.forEach(input -> node.text(Schema.Node.INPUT, input));
    node.text(Schema.Node.OUTPUT, name).text(Schema.Node.NAME, name).text(Schema.Node.OP_TYPE, op);
    for (Message attribute : attributes) {
      node.message(Schema.Node.ATTRIBUTE, attribute);
    }
    return node;
  }

  static Message attribute(String name, float value) {
    return attribute(name, Schema.AttributeType.FLOAT).real(Schema.Attribute.FLOAT, value);
  }

  static Message attribute(String name, long value) {
    return attribute(name, Schema.AttributeType.INT).integer(Schema.Attribute.INT, value);
  }

  static Message attribute(String name, String value) {
    return attribute(name, Schema.AttributeType.STRING).text(Schema.Attribute.STRING, value);
  }

  static Message attribute(String name, long[] values) {
    return attribute(name, Schema.AttributeType.INTS).integers(Schema.Attribute.INTS, values);
  }

  private static Message attribute(String name, int type) {
    return new Message().text(Schema.Attribute.NAME, name).integer(Schema.Attribute.TYPE, type);
  }

  /** Numbers; without a shape, a single one. */
  static Message tensor(String name, float[] values, int... shape) {
    Message tensor = new Message();
    for (int size : shape) {
      tensor.integer(Schema.Tensor.DIMS, size);
    }
    return tensor
        .integer(Schema.Tensor.DATA_TYPE, Schema.DataType.FLOAT)
        .text(Schema.Tensor.NAME, name)
        .floats(Schema.Tensor.RAW_DATA, values);
  }

  /** A list of whole numbers. */
  static Message tensor(String name, long[] values) {
    return new Message()
        .integer(Schema.Tensor.DIMS, values.length)
        .integer(Schema.Tensor.DATA_TYPE, Schema.DataType.INT64)
        .integers(Schema.Tensor.INT64_DATA, values)
        .text(Schema.Tensor.NAME, name);
  }

  /** What goes in or comes out: a name and {@code [N, C, H, W]}. */
  static Message value(Node node) {
    Shape one = node.shape();
    return value(node.name(), one.channels(), one.height(), one.width());
  }

  /** A name and, behind the batch's, lengths of axes. */
  static Message value(String name, int... lengths) {
    Message shape =
        new Message()
            .message(Schema.TensorShape.DIM, new Message().text(Schema.Dimension.PARAM, BATCH));
    for (int length : lengths) {
      shape.message(Schema.TensorShape.DIM, new Message().integer(Schema.Dimension.VALUE, length));
    }
    Message tensor =
        new Message()
            .integer(Schema.TensorType.ELEM_TYPE, Schema.DataType.FLOAT)
            .message(Schema.TensorType.SHAPE, shape);
    return new Message()
        .text(Schema.ValueInfo.NAME, name)
        .message(Schema.ValueInfo.TYPE, new Message().message(Schema.Type.TENSOR_TYPE, tensor));
  }
}
