package dev.riffle.graph;

import java.util.Arrays;
import java.util.Random;

/**
 * Numbers with a shape, row-major: a weight, or a batch {@code [N, C, H, W]}.
 *
 * <p>The array is not copied. Whoever hands a tensor on gives up the right to write to it.
 */
public final class Tensor {
  private final int[] shape;
  private final float[] data;

  /**
   * Wraps {@code data} as it is.
   *
   * @throws IllegalArgumentException if the shape does not hold exactly {@code data.length} numbers
   */
  public Tensor(float[] data, int... shape) {
    long elements = 1;
    for (int size : shape) {
      if (size < 0) {
        throw new IllegalArgumentException("negative size in shape " + Arrays.toString(shape));
      }
      elements = Math.multiplyExact(elements, (long) size);
    }
    if (elements != data.length) {
      throw new IllegalArgumentException(
          "shape "
              + Arrays.toString(shape)
              + " holds "
              + elements
              + " numbers, found "
              + data.length);
    }
    this.shape = shape.clone();
    this.data = data;
  }

  /** A batch of zeros, {@code [count, C, H, W]}. */
  public static Tensor zeros(int count, Shape one) {
    return new Tensor(
        new float[Math.toIntExact(count * one.elements())],
        count,
        one.channels(),
        one.height(),
        one.width());
  }

  /**
   * A batch of normally distributed numbers, about as large as a normalised picture's: for tests
   * and timings. The same seed, the same numbers.
   */
  public static Tensor random(int count, Shape one, long seed) {
    Tensor tensor = zeros(count, one);
    Random random = new Random(seed);
    for (int i = 0; i < tensor.data.length; i++) {
      tensor.data[i] = (float) random.nextGaussian();
    }
    return tensor;
  }

  public int rank() {
    return shape.length;
  }

  /** The length of an axis. */
  public int size(int axis) {
    return shape[axis];
  }

  public int[] shape() {
    return shape.clone();
  }

  /** Whether the axes have exactly these lengths. */
  public boolean hasShape(int... other) {
    return Arrays.equals(shape, other);
  }

  /** The numbers themselves, not a copy. */
  public float[] data() {
    return data;
  }

  /** As {@code float32[24, 3, 3, 3]}. */
  @Override
  public String toString() {
    return "float32" + Arrays.toString(shape);
  }
}
