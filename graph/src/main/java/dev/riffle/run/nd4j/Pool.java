package dev.riffle.run.nd4j;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The native arrays of a session that nobody reads any more.
 *
 * <p>Closing an array of ND4J 1.0.0-M2.1 frees nothing: its memory comes back only after the
 * collector has found it, and the collector has no reason to look while the Java heap is small. So
 * arrays have to be used again, and in the shape in which they were made: a reshaped one counts as
 * a view of a view of a view, slower with every turn.
 */
final class Pool implements AutoCloseable {
  private final Map<List<Long>, Deque<INDArray>> free = new HashMap<>(); // by shape

  /** An array of that shape, float32 in c order, of arbitrary numbers. Whoever takes it owns it. */
  INDArray take(long... shape) {
    Deque<INDArray> arrays = free.get(key(shape));
    return arrays == null || arrays.isEmpty()
        ? Nd4j.createUninitialized(DataType.FLOAT, shape, 'c')
        : arrays.pop();
  }

  /** Takes back an array that nobody reads any more. */
  void giveBack(INDArray array) {
    free.computeIfAbsent(key(array.shape()), shape -> new ArrayDeque<>()).push(array);
  }

  private static List<Long> key(long[] shape) {
    return Arrays.stream(shape).boxed().toList();
  }

  @Override
  public void close() {
    free.values().forEach(arrays -> arrays.forEach(INDArray::close));
    free.clear();
  }
}
