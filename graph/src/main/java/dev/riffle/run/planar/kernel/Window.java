package dev.riffle.run.planar.kernel;

/**
 * How a square window sees a plane whose rows lie behind one another, or the phases that it was
 * dealt out into. Between rows there need be no zeros: where a column of the window looks beyond a
 * row's end it sees another row, and what it sees is left out.
 *
 * @param size rows of the window, and columns
 * @param taps what each of its cells sees of the first output place, {@code [row][column]}, flat
 * @param shares what weights are multiplied by, one or zero, {@code [vector][column][lane]}, flat:
 *     the output's rows go by vectors, of which the last ends with the row if that is as long
 * @param width columns of the output
 * @param pitch from one row of the output to the next, and from one row that is seen
 * @param lanes of a vector
 * @param lie what the window lies on
 */
public record Window(
    int size, int[] taps, float[] shares, int width, int pitch, int lanes, Lie lie) {

  /** What kernels have a way of their own for. */
  public enum Lie {
    /** Three by three around each place of a plane as it is, which ends where the output does. */
    PLANE,
    /**
     * Three by three on phases by twos: the last row sees what the first one will see of the next
     * row of the output, and the last cell of a row lies behind the first.
     */
    PHASES,
    ANY
  }

  /**
   * A window by what its columns see.
   *
   * @param low the first column of the output at which each column of the window sees the plane
   * @param high the one behind the last
   */
  public static Window of(
      int size, int[] taps, int[] low, int[] high, int width, int pitch, int lanes, Lie lie) {
    int vectors = vectors(width, lanes);
    float[] shares = new float[vectors * size * lanes];
    for (int vector = 0; vector < vectors; vector++) {
      int begin = begin(vector, width, lanes);
      for (int column = 0; column < size; column++) {
        for (int lane = 0; lane < lanes; lane++) {
          boolean isSeen = low[column] <= begin + lane && begin + lane < high[column];
          shares[(vector * size + column) * lanes + lane] = isSeen ? 1 : 0;
        }
      }
    }
    return new Window(size, taps, shares, width, pitch, lanes, lie);
  }

  private static int vectors(int width, int lanes) {
    return (width + lanes - 1) / lanes;
  }

  private static int begin(int vector, int width, int lanes) {
    return Math.max(0, Math.min(vector * lanes, width - lanes));
  }

  /** Cells. */
  public int cells() {
    return size * size;
  }

  /** How many vectors a row takes. */
  int vectors() {
    return vectors(width, lanes);
  }

  /** The first column of a row's vector. */
  int begin(int vector) {
    return begin(vector, width, lanes);
  }

  /** Where a vector's shares for a column of the window begin. */
  int share(int vector, int column) {
    return (vector * size + column) * lanes;
  }
}
