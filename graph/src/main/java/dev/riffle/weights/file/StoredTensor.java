package dev.riffle.weights.file;

import dev.riffle.graph.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A tensor as a file holds it: its type, its shape, and its numbers as bytes, row-major and little
 * endian.
 *
 * <p>The bytes are not copied. Whoever hands them on gives up the right to write to them.
 */
public final class StoredTensor {
  private final DataType type;
  private final int[] shape;
  private final int elements;
  private final ByteBuffer bytes; // read-only, little endian, from 0 to its limit

  /**
   * Wraps what remains of {@code bytes}.
   *
   * @throws IllegalArgumentException if the shape does not need exactly that many bytes
   */
  public StoredTensor(DataType type, int[] shape, ByteBuffer bytes) {
    long needed = type.width();
    for (int size : shape) {
      if (size < 0) {
        throw new IllegalArgumentException("negative size in shape " + Arrays.toString(shape));
      }
      needed = Math.multiplyExact(needed, (long) size);
    }
    if (needed != bytes.remaining()) {
      throw new IllegalArgumentException(
          type.torch()
              + Arrays.toString(shape)
              + " takes "
              + needed
              + " bytes, found "
              + bytes.remaining());
    }
    this.type = type;
    this.shape = shape.clone();
    this.elements = bytes.remaining() / type.width();
    this.bytes = bytes.slice().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The same numbers, to be stored as float32. */
  public static StoredTensor of(Tensor tensor) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(tensor.data().length, Float.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(tensor.data());
    return new StoredTensor(DataType.FLOAT32, tensor.shape(), bytes);
  }

  public DataType type() {
    return type;
  }

  /** The lengths of the axes; none for a single number. */
  public int[] shape() {
    return shape.clone();
  }

  /** How many numbers there are. */
  public int elements() {
    return elements;
  }

  /** The numbers, row-major and little endian, read-only; a view of its own each time. */
  public ByteBuffer bytes() {
    return bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** As float32, rounded to the nearest; true is 1. */
  public Tensor toTensor() {
    float[] data = new float[elements];
    if (type == DataType.FLOAT32) {
      bytes().asFloatBuffer().get(data);
    } else {
      for (int i = 0; i < elements; i++) {
        // A long is rounded once, straight to float.
        data[i] = type == DataType.INT64 ? (float) bytes.getLong(i * 8) : (float) number(i);
      }
    }
    return new Tensor(data, shape);
  }

  /** As doubles, rounded to the nearest where a 64-bit integer has no double; true is 1. */
  public double[] toDoubles() {
    double[] data = new double[elements];
    for (int i = 0; i < elements; i++) {
      data[i] = number(i);
    }
    return data;
  }

  /**
   * As integers.
   *
   * @throws IllegalArgumentException if the type is none of the integers
   */
  public long[] toLongs() {
    if (!type.isInteger()) {
      throw new IllegalArgumentException("expected a tensor of integers, found " + this);
    }
    long[] data = new long[elements];
    for (int i = 0; i < elements; i++) {
      data[i] =
          switch (type) {
            case INT64 -> bytes.getLong(i * 8);
            case INT32 -> bytes.getInt(i * 4);
            case INT16 -> bytes.getShort(i * 2);
            case INT8 -> bytes.get(i);
            default -> bytes.get(i) & 0xff;
          };
    }
    return data;
  }

  private double number(int i) {
    return switch (type) {
      case FLOAT32 -> bytes.getFloat(i * 4);
      case FLOAT16 -> half(bytes.getShort(i * 2));
      case BFLOAT16 -> Float.intBitsToFloat(bytes.getShort(i * 2) << 16);
      case FLOAT64 -> bytes.getDouble(i * 8);
      case INT8 -> bytes.get(i);
      case UINT8 -> bytes.get(i) & 0xff;
      case INT16 -> bytes.getShort(i * 2);
      case INT32 -> bytes.getInt(i * 4);
      case INT64 -> bytes.getLong(i * 8);
      case BOOL -> bytes.get(i) == 0 ? 0 : 1;
    };
  }

  // 1 sign bit, 5 of exponent (less 15), 10 of fraction; exponent 0 is subnormal, 31 not finite.
  private static float half(short bits) {
    int exponent = bits >> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    float magnitude;
    if (exponent == 0) {
      magnitude = fraction * 0x1p-24f;
    } else if (exponent == 31) {
      magnitude = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
    } else {
      magnitude = Float.intBitsToFloat(exponent + 127 - 15 << 23 | fraction << 13);
    }
    return bits < 0 ? -magnitude : magnitude;
  }

  /** As {@code float16[24, 3, 3, 3]}. */
  @Override
  public String toString() {
    return type.torch() + Arrays.toString(shape);
  }
}
