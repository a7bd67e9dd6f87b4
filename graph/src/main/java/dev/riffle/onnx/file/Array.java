package dev.riffle.onnx.file;

import dev.riffle.onnx.proto.Fields;
import dev.riffle.onnx.proto.Schema;
import dev.riffle.weights.file.CheckpointException;
import dev.riffle.weights.file.DataType;
import dev.riffle.weights.file.StoredTensor;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** An array that stands in the file, by name. */
public record Array(String name, StoredTensor tensor) {

  private static final Map<Long, DataType> TYPES =
      Map.of(
          (long) Schema.DataType.FLOAT, DataType.FLOAT32,
          (long) Schema.DataType.UINT8, DataType.UINT8,
          (long) Schema.DataType.INT8, DataType.INT8,
          (long) Schema.DataType.INT16, DataType.INT16,
          (long) Schema.DataType.INT32, DataType.INT32,
          (long) Schema.DataType.INT64, DataType.INT64,
          (long) Schema.DataType.BOOL, DataType.BOOL,
          (long) Schema.DataType.FLOAT16, DataType.FLOAT16,
          (long) Schema.DataType.DOUBLE, DataType.FLOAT64,
          (long) Schema.DataType.BFLOAT16, DataType.BFLOAT16);

  /** What a type's number stands for; null if it is none that can be read here. */
  public static DataType type(long number) {
    return TYPES.get(number);
  }

  static Array read(Fields fields) throws CheckpointException {
    String name = "";
    long type = 0;
    List<Long> dims = new ArrayList<>();
    ByteBuffer raw = null;
    List<ByteBuffer> pieces = new ArrayList<>(); // numbers that are written as such
    boolean elsewhere = false;
    while (fields.next()) {
      switch (fields.field()) {
        case Schema.Tensor.NAME -> name = fields.text();
        case Schema.Tensor.DATA_TYPE -> type = fields.integer();
        case Schema.Tensor.DIMS -> Arrays.stream(fields.integers()).forEach(dims::add);
        case Schema.Tensor.RAW_DATA -> raw = fields.bytes();
        case Schema.Tensor.FLOAT_DATA, Schema.Tensor.DOUBLE_DATA -> pieces.add(fields.bytes());
        case Schema.Tensor.INT32_DATA, Schema.Tensor.INT64_DATA ->
            pieces.add(narrowed(fields.integers(), type));
        case Schema.Tensor.DATA_LOCATION -> elsewhere = fields.integer() != 0;
        default -> {}
      }
    }
    String title = "array \"" + CheckpointException.shown(name) + '"';
    if (elsewhere) {
      throw new CheckpointException(
          title + ": its numbers lie in another file; expected a model in one file");
    }
    DataType known = TYPES.get(type);
    if (known == null) {
      throw new CheckpointException(
          title
              + ": expected numbers of type "
              + TYPES.values().stream()
                  .map(DataType::torch)
                  .sorted()
                  .collect(Collectors.joining(", "))
              + ", found ONNX type "
              + type);
    }
    try {
      int[] shape = dims.stream().mapToInt(Math::toIntExact).toArray();
      return new Array(name, new StoredTensor(known, shape, raw == null ? joined(pieces) : raw));
    } catch (ArithmeticException e) {
      throw new CheckpointException(title + ": no array has the shape " + dims);
    } catch (IllegalArgumentException e) {
      throw new CheckpointException(title + ": " + e.getMessage());
    }
  }

  // Whole numbers of all types are written alike; the type, which stands before them, says how
  // many bytes of each count.
  private static ByteBuffer narrowed(long[] numbers, long type) {
    DataType known = TYPES.get(type);
    int width = known == null ? Long.BYTES : known.width();
    ByteBuffer all =
        ByteBuffer.allocate(Math.multiplyExact(numbers.length, Long.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < numbers.length; i++) {
      all.putLong(i * width, numbers[i]); // the bytes above are overwritten by the next
    }
    return all.slice(0, numbers.length * width);
  }

  private static ByteBuffer joined(List<ByteBuffer> pieces) {
    if (pieces.size() == 1) {
      return pieces.get(0);
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (ByteBuffer piece : pieces) {
      byte[] bytes = new byte[piece.remaining()];
      piece.get(bytes);
      all.writeBytes(bytes);
    }
    return ByteBuffer.wrap(all.toByteArray());
  }
}
