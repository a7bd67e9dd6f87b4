package dev.riffle.gradient.planar.winograd.kernel;

import java.util.EnumMap;
import java.util.Map;

/** {@link Transforms} by plain loops, as the matrices say. */
final class PlainTransforms implements Transforms {
  private final int lanes;
  private final Map<Way, double[][]> matrices = new EnumMap<>(Way.class);

  /**
   * Plain loops over runs told in vectors of some width.
   *
   * @param lanes numbers in such a vector
   */
  PlainTransforms(int lanes) {
    this.lanes = lanes;
    for (Way way : Way.values()) {
      matrices.put(way, way.matrix());
    }
  }

  @Override
  public int lanes() {
    return lanes;
  }

  @Override
  public void run(
      Way way,
      float[] arena,
      int[] in,
      int start,
      int at,
      int inPitch,
      int[] out,
      int first,
      int to,
      int outPitch,
      int rows,
      int vectors) {
    double[][] matrix = matrices.get(way);
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < way.out(); i++) {
        for (int p = 0; p < vectors * lanes; p++) {
          double sum = 0;
          for (int j = 0; j < way.in(); j++) {
            sum += matrix[i][j] * arena[in[start + j] + at + row * inPitch + p];
          }
          arena[out[first + i] + to + row * outPitch + p] = (float) sum;
        }
      }
    }
  }

  @Override
  public void transpose(float[] arena, int[] from, int start, int at, int to, int pitch) {
    for (int i = 0; i < SQUARE; i++) {
      for (int p = 0; p < SQUARE; p++) {
        arena[to + p * pitch + i] = arena[from[start + i] + at + p];
      }
    }
  }
}
