package dev.riffle.onnx.file;

import dev.riffle.onnx.proto.Fields;
import dev.riffle.onnx.proto.Schema;
import dev.riffle.weights.file.CheckpointException;
import dev.riffle.weights.file.StoredTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One computation as the file has it.
 *
 * @param op what it does; ops that are not ONNX's own are led by their domain
 * @param inputs names of what it reads; empty where an input is left out
 * @param outputs names of what it yields
 * @param attributes a {@link Float}, {@link Long}, {@link String}, {@code List<Long>} or {@link
 *     StoredTensor} each, or the number of another type
 */
public record Step(
    String name,
    String op,
    List<String> inputs,
    List<String> outputs,
    Map<String, Object> attributes) {

  /** The number of an attribute's type that is none of those read here. */
  public record OtherType(long type) {}

  static Step read(Fields fields) throws CheckpointException {
    String name = "";
    String op = "";
    String domain = "";
    List<String> inputs = new ArrayList<>();
    List<String> outputs = new ArrayList<>();
    Map<String, Object> attributes = new LinkedHashMap<>();
    while (fields.next()) {
      switch (fields.field()) {
        case Schema.Node.INPUT -> inputs.add(fields.text());
        case Schema.Node.OUTPUT -> outputs.add(fields.text());
        case Schema.Node.NAME -> name = fields.text();
        case Schema.Node.OP_TYPE -> op = fields.text();
        case Schema.Node.DOMAIN -> domain = domain(fields);
        case Schema.Node.ATTRIBUTE -> readAttribute(fields.message(), attributes);
        default -> {}
      }
    }
    return new Step(name, domain.isEmpty() ? op : domain + "." + op, inputs, outputs, attributes);
  }

  /** Where an op comes from; empty for ONNX's own, which have a longer name too. */
  static String domain(Fields fields) throws CheckpointException {
    String domain = fields.text();
    return domain.equals("ai.onnx") ? "" : domain;
  }

  private static void readAttribute(Fields fields, Map<String, Object> into)
      throws CheckpointException {
    String name = "";
    long type = 0;
    float real = 0;
    long integer = 0;
    String text = "";
    List<Long> integers = new ArrayList<>();
    StoredTensor tensor = null;
    while (fields.next()) {
      switch (fields.field()) {
        case Schema.Attribute.NAME -> name = fields.text();
        case Schema.Attribute.TYPE -> type = fields.integer();
        case Schema.Attribute.FLOAT -> real = fields.real();
        case Schema.Attribute.INT -> integer = fields.integer();
        case Schema.Attribute.STRING -> text = fields.text();
        case Schema.Attribute.INTS ->
            Arrays.stream(fields.integers()).forEach(value -> integers.add(value));
        case Schema.Attribute.TENSOR -> tensor = Array.read(fields.message()).tensor();
        default -> {}
      }
    }
    Object value =
        switch ((int) type) {
          case Schema.AttributeType.FLOAT -> real;
          case Schema.AttributeType.INT -> integer;
          case Schema.AttributeType.STRING -> text;
          case Schema.AttributeType.INTS -> List.copyOf(integers);
          case Schema.AttributeType.TENSOR -> tensor;
          default -> null;
        };
    into.put(name, value == null ? new OtherType(type) : value);
  }

  /** As {@code Conv "Conv_0"}. */
  public String title() {
    String called = name.isEmpty() && !outputs.isEmpty() ? outputs.get(0) : name;
    return CheckpointException.shown(op) + " \"" + CheckpointException.shown(called) + '"';
  }
}
