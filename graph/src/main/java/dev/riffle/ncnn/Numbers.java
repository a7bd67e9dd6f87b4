package dev.riffle.ncnn;

import dev.riffle.graph.Tensor;
import dev.riffle.weights.file.CheckpointException;
import dev.riffle.weights.file.DataType;
import dev.riffle.weights.file.FileBytes;
import dev.riffle.weights.file.StoredTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;

/**
 * A {@code .bin} file: the layers' arrays one after the other, without names or lengths. Weights
 * are led by a tag that says what their numbers are; biases are float32 without one.
 */
final class Numbers {
  // Tags. Two of them stand for plain float32.
  private static final int FLOAT32 = 0;
  private static final int FLOAT32_TOO = 0x0002C056;
  private static final int FLOAT16 = 0x01306B47;
  private static final int INT8 = 0x000D4B38;

  /** Where an array's end is rounded up to. */
  private static final int ALIGNED = 4;

  private final FileBytes file;
  private long at;

  Numbers(FileBytes file) {
    this.file = file;
  }

  /** The next weights. */
  Tensor tagged(int... shape) throws IOException {
    int tag = file.read(at, Integer.BYTES, "a tag").order(ByteOrder.LITTLE_ENDIAN).getInt();
    at += Integer.BYTES;
    return switch (tag) {
      case FLOAT32, FLOAT32_TOO -> plain(DataType.FLOAT32, shape);
      case FLOAT16 -> plain(DataType.FLOAT16, shape);
      case INT8 -> throw new CheckpointException("expected float32 or float16 weights, found int8");
      default ->
          throw new CheckpointException(
              String.format(
                  Locale.ROOT, "expected float32 or float16 weights, found tag 0x%08x", tag));
    };
  }

  /** The next biases or other float32 numbers. */
  Tensor plain(int... shape) throws IOException {
    return plain(DataType.FLOAT32, shape);
  }

  private Tensor plain(DataType type, int... shape) throws IOException {
    long bytes = type.width();
    for (int size : shape) {
      bytes = Math.multiplyExact(bytes, (long) size);
    }
    ByteBuffer content = file.read(at, bytes, "an array of shape " + Arrays.toString(shape));
    at += (bytes + ALIGNED - 1) / ALIGNED * ALIGNED;
    Tensor tensor = new StoredTensor(type, shape, content).toTensor();
    for (float number : tensor.data()) {
      if (!Float.isFinite(number)) {
        throw new CheckpointException("holds " + number);
      }
    }
    return tensor;
  }

  /** Refuses bytes that belong to no layer. */
  void checkEnd() throws CheckpointException {
    if (at < file.size()) {
      throw new CheckpointException("its layers take " + at + " bytes, it has " + file.size());
    }
  }
}
