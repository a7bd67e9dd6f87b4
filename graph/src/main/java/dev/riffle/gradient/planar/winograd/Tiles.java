package dev.riffle.gradient.planar.winograd;

import dev.riffle.gradient.kernel.SlopeKernels;
import dev.riffle.gradient.planar.place.Stack;
import dev.riffle.gradient.planar.winograd.kernel.Transforms;
import dev.riffle.gradient.planar.winograd.kernel.Way;
import dev.riffle.run.planar.kernel.Kernels;
import java.util.Arrays;

/**
 * A channel of a batch, its maps cut into tiles of {@link Way#TILE} by as many places; what reaches
 * beyond a map's end counts as zeros. A tile becomes {@link #COUNT} numbers, which lie in as many
 * planes: in each all tiles of a picture row by row, picture behind picture, zeros behind the last.
 */
final class Tiles {
  /** Numbers that a tile becomes. */
  static final int COUNT = Way.POINTS * Way.POINTS;

  private static final int OVERRUN = Stack.OVERRUN;
  private static final int SIDE = Way.TILE;
  private static final int POINTS = Way.POINTS;

  private final Kernels kernels = Kernels.fastest();
  private final SlopeKernels slopes = SlopeKernels.fastest();
  private final Transforms transforms = Transforms.fastest();
  private final Stack maps;
  private final int rows; // of tiles
  private final int columns;
  private final int area; // tiles of a picture
  private final Spread input;
  private final Spread slope;
  private final int plane; // numbers of scratch memory that a picture's tiles take
  private final int[] acrossOut; // [row of products][column of places]
  private final int[] downIn; // [column of places][row of products]
  private final int[] downOut; // [column of places][row of places]

  /** Cuts maps that lie so, at least one row and column of zeros before each. */
  Tiles(Stack maps) {
    this.maps = maps;
    rows = (maps.height() + SIDE - 1) / SIDE;
    columns = (maps.width() + SIDE - 1) / SIDE;
    area = rows * columns;
    input = new Spread(Way.INPUT, 1);
    slope = new Spread(Way.OUTPUT_SLOPE, 0);
    plane = area + 2 * OVERRUN - area % OVERRUN;
    acrossOut = new int[POINTS * SIDE];
    downIn = new int[SIDE * POINTS];
    downOut = new int[SIDE * SIDE];
    for (int x = 0; x < SIDE; x++) {
      for (int i = 0; i < POINTS; i++) {
        downIn[x * POINTS + i] = (x * POINTS + i) * plane;
        acrossOut[i * SIDE + x] = downIn[x * POINTS + i];
      }
      for (int y = 0; y < SIDE; y++) {
        downOut[x * SIDE + y] = (SIDE * POINTS + x * SIDE + y) * plane;
      }
    }
  }

  /** How a plane of tiles lies. */
  Stack stack() {
    return new Stack(maps.pictures(), rows, columns, 0);
  }

  /** Numbers of scratch memory that any method needs. */
  int scratch() {
    return Math.max(Math.max(input.scratch(), slope.scratch()), SIDE * (POINTS + SIDE) * plane);
  }

  /**
   * What windows see of a channel, {@code Bᵀ x B}.
   *
   * @param from the first place of its plane
   * @param to first place of each plane
   */
  void spreadInput(float[] arena, int from, int[] to, int scratch) {
    input.run(arena, from, to, scratch);
  }

  /** From slopes of the outcome to those of the products, {@code A dy Aᵀ}. */
  void spreadSlopes(float[] arena, int from, int[] to, int scratch) {
    slope.run(arena, from, to, scratch);
  }

  /**
   * From products to the outcome, {@code Aᵀ m A}. What lies between rows, and up to {@link
   * Stack#OVERRUN} numbers behind the last picture, is overwritten.
   */
  void gather(float[] arena, int[] from, int to, int scratch) {
    int vectors = (area + transforms.lanes() - 1) / transforms.lanes();
    int even = scratch; // once what lay there has been used
    int odd = scratch + 2 * SIDE * plane;
    for (int n = 0; n < maps.pictures(); n++) {
      for (int i = 0; i < POINTS; i++) {
        transforms.run(
            Way.OUTPUT,
            arena,
            from,
            i * POINTS,
            n * area,
            0,
            acrossOut,
            i * SIDE,
            scratch,
            0,
            1,
            vectors);
      }
      for (int x = 0; x < SIDE; x++) {
        transforms.run(
            Way.OUTPUT,
            arena,
            downIn,
            x * POINTS,
            scratch,
            0,
            downOut,
            x * SIDE,
            scratch,
            0,
            1,
            vectors);
      }
      int first = scratch + downOut[0];
      int all = SIDE * plane; // of a column of places
      slopes.zip(arena, first, first + 2 * all, 0, 1, all, even, 0);
      slopes.zip(arena, first + all, first + 3 * all, 0, 1, all, odd, 0);
      for (int row = 0; row < rows; row++) {
        int behind = row * 2 * columns;
        int into = to + n * maps.step() + row * SIDE * maps.pitch();
        int lines = Math.min(SIDE, maps.height() - row * SIDE);
        slopes.zip(
            arena, even + behind, odd + behind, 2 * plane, lines, 2 * columns, into, maps.pitch());
      }
    }
    int end = to + maps.pictures() * maps.step();
    Arrays.fill(arena, end, end + OVERRUN, 0);
  }

  /** From a map's rows to planes: down its columns first, then along its rows. */
  private final class Spread {
    private final Way way;
    private final int lead; // places that a tile sees before its own, and behind them
    private final int pitch; // of tiles
    private final int size; // of a plane of rows
    private final int[][] seen; // [row of tiles][row that it sees]
    private final int[] down; // where each of the points' rows go
    private final int[][] along; // [point][column of a tile]

    Spread(Way way, int lead) {
      this.way = way;
      this.lead = lead;
      this.pitch = columns + lead;
      this.size = rows * pitch * SIDE + OVERRUN;
      seen = new int[rows][way.in()];
      for (int row = 0; row < rows; row++) {
        for (int i = 0; i < way.in(); i++) {
          int y = row * SIDE + i - lead;
          seen[row][i] = (y < maps.height() ? y : -1) * maps.pitch() - lead; // row −1 is zeros
        }
      }
      down = new int[POINTS];
      Arrays.setAll(down, i -> i * size);
      along = new int[POINTS][way.in()];
      for (int i = 0; i < POINTS; i++) {
        for (int j = 0; j < way.in(); j++) {
          along[i][j] = column(j % SIDE) + i * size / SIDE + j / SIDE;
        }
      }
    }

    int scratch() {
      return column(SIDE) + 2 * half();
    }

    // Where the places of all tiles' x-th column lie, once dealt out.
    private int column(int x) {
      return x * (POINTS * size / SIDE + OVERRUN);
    }

    // Numbers of every second place.
    private int half() {
      return POINTS * size / 2 + OVERRUN;
    }

    void run(float[] arena, int from, int[] to, int scratch) {
      int lanes = transforms.lanes();
      int vectors = (maps.width() + 2 * lead + lanes - 1) / lanes;
      int even = scratch + column(SIDE);
      int odd = even + half();
      for (int n = 0; n < maps.pictures(); n++) {
        for (int row = 0; row < rows; row++) {
          int into = scratch + row * pitch * SIDE;
          int picture = from + n * maps.step();
          transforms.run(way, arena, seen[row], 0, picture, 0, down, 0, into, 0, 1, vectors);
          for (int i = 0; i < POINTS; i++) {
            int begin = into + i * size + maps.width() + 2 * lead;
            int end = into + i * size + columns * SIDE + 2 * lead;
            Arrays.fill(arena, begin, end, 0);
          }
        }
        kernels.deal(arena, scratch, 0, 1, POINTS * size, even, odd, 0);
        int half = POINTS * size / 2;
        kernels.deal(arena, even, 0, 1, half, scratch + column(0), scratch + column(2), 0);
        kernels.deal(arena, odd, 0, 1, half, scratch + column(1), scratch + column(3), 0);
        along(arena, to, n * area, scratch);
      }
      for (int plane : to) {
        int end = plane + maps.pictures() * area;
        Arrays.fill(arena, end, end + OVERRUN, 0);
      }
    }

    private void along(float[] arena, int[] to, int place, int scratch) {
      int lanes = transforms.lanes();
      boolean isOneRun = lead == 0;
      int lines = isOneRun ? 1 : rows;
      int vectors = ((isOneRun ? area : columns) + lanes - 1) / lanes;
      for (int i = 0; i < POINTS; i++) {
        transforms.run(
            way,
            arena,
            along[i],
            0,
            scratch,
            pitch,
            to,
            i * POINTS,
            place,
            columns,
            lines,
            vectors);
      }
    }
  }
}
