package dev.riffle.run.planar.kernel;

/**
 * How a square window sees a plane whose rows lie behind one another, or the phases that it was
 * dealt out into. Between rows there need be no zeros: where a column of the window looks beyond a
 * row's end it sees another row, and what it sees is left out.
 *
 * @param size rows of the window, and columns
 * @param taps what each of its cells sees of the first output place, {@code [row][column]}, flat
 * @param shares what each column sees is multiplied by, one or zero, {@code [column][place]}; null
 *     for a column that never looks beyond
 */
public record Window(int size, int[] taps, float[][] shares) {

  /** Cells. */
  public int cells() {
    return size * size;
  }

  /** Whether it is three by three, and looks beyond to the left and to the right only. */
  boolean isThree() {
    return size == 3 && shares[0] != null && shares[1] == null && shares[2] != null;
  }
}
