package dev.riffle.run.nd4j;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The native arrays that live as long as a session. */
final class Constants implements AutoCloseable {
  private final List<INDArray> arrays = new ArrayList<>();

  /** A copy of the numbers as an array, c order. */
  INDArray of(float[] data, long... shape) {
    return keep(Nd4j.create(data, shape, 'c'));
  }

  /** A c-ordered copy, with its axes in another order. */
  INDArray permuted(float[] data, long[] shape, int... axes) {
    try (INDArray straight = Nd4j.create(data, shape, 'c')) {
      return keep(straight.permute(axes).dup('c'));
    }
  }

  private INDArray keep(INDArray array) {
    arrays.add(array);
    return array;
  }

  @Override
  public void close() {
    arrays.forEach(INDArray::close);
    arrays.clear();
  }
}
