package dev.riffle.gradient.planar.winograd.kernel;

/**
 * {@link Way}s over runs of numbers. The same machine gives the same bits every time; vectors and
 * plain loops round in different places.
 */
public interface Transforms {

  /** Vectors where this Java has them, else plain loops. */
  static Transforms fastest() {
    return FastestTransforms.TRANSFORMS;
  }

  /** Numbers in a vector. */
  int lanes();

  /**
   * {@code arena[out[first + i] + to + p] = Σ matrix[i][j] · arena[in[start + j] + at + p]}, at
   * each place p of each row.
   *
   * @param inPitch from one row of inputs to the next
   * @param outPitch likewise of outputs; rows are written in order, each to a vector's end
   * @param vectors of a row
   */
  void run(
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
      int vectors);

  /** Rows, and columns, that {@link #transpose} does at once, whatever the vectors. */
  int SQUARE = 16;

  /**
   * Turns columns of rows into rows: {@code arena[to + p · pitch + i] = arena[from[start + i] + at
   * + p]}, i and p below {@link #SQUARE}.
   */
  void transpose(float[] arena, int[] from, int start, int at, int to, int pitch);
}
