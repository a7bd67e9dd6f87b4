package dev.riffle.run.planar.step;

import java.util.Arrays;

/**
 * How what a {@link Funnel}'s convolution makes for its window lies in scratch memory: a plane a
 * phase, of the places that a unit's window sees of it.
 *
 * @param taps where each cell of the window sees the first phase's plane
 * @param lowest how far before a place the window looks in each phase; 0 or less
 * @param highest how far behind it; 0 or more
 * @param places of the window's output that a unit makes at most, in whole vectors of any kind
 * @param before places of each plane before those
 * @param plane from one plane to the next
 */
public record Between(int[] taps, int[] lowest, int[] highest, int places, int before, int plane) {

  /** Of which a few channels fit a core's cache, and which are many beside those seen twice. */
  private static final int PLACES = 50 * Grid.OVERRUN;

  /**
   * For the phases that a window sees.
   *
   * @param byRows whether a unit makes whole rows
   */
  public static Between of(Phases phases, boolean byRows) {
    Phases.Cell[] cells = phases.cells();
    int[] lowest = new int[phases.count()];
    int[] highest = new int[lowest.length];
    for (Phases.Cell cell : cells) {
      lowest[cell.phase()] = Math.min(lowest[cell.phase()], cell.shift());
      highest[cell.phase()] = Math.max(highest[cell.phase()], cell.shift());
    }
    int places = places(phases.out(), byRows);
    int before = Grid.lines(-Arrays.stream(lowest).min().orElseThrow());
    int behind = Arrays.stream(highest).max().orElseThrow();
    int plane = Grid.spread(before + places + behind + Grid.OVERRUN);
    int[] taps = new int[cells.length];
    Arrays.setAll(taps, i -> cells[i].phase() * plane + cells[i].shift());
    return new Between(taps, lowest, highest, places, before, plane);
  }

  private static int places(Grid grid, boolean byRows) {
    int all = grid.vectors(Grid.OVERRUN) * Grid.OVERRUN;
    if (!byRows) {
      return Math.min(PLACES, all);
    }
    if (grid.width() < Grid.OVERRUN) { // rows are written beyond their ends
      return all;
    }
    // The fewest rows whose places are whole vectors, times as many as fit.
    int least = Grid.OVERRUN / Integer.lowestOneBit(grid.pitch() | Grid.OVERRUN) * grid.pitch();
    return Math.min(Math.max(PLACES / least, 1) * least, all);
  }

  int phases() {
    return lowest.length;
  }

  /** Numbers that a channel takes. */
  int size() {
    return phases() * plane;
  }

  /** Where a phase's first place lies that is not before the others. */
  public int first(int row, int phase) {
    return row * size() + phase * plane + before;
  }
}
