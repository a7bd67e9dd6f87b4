package dev.riffle.gradient.planar.winograd;

import dev.riffle.gradient.planar.plan.BlockStep;
import dev.riffle.gradient.planar.winograd.kernel.Transforms;
import dev.riffle.gradient.planar.winograd.kernel.Way;
import dev.riffle.run.planar.kernel.Products;

/**
 * The weights of a convolution by windows of three by three, {@code [out][in][3][3]}, as products
 * of tiles take them, {@code G w Gᵀ}; and the slopes of those, as those of the weights.
 */
final class TileWeights {
  private static final int ROWS = Products.ROWS;
  private static final int POINTS = Way.POINTS;
  private static final int KERNEL = Way.KERNEL;
  private static final int CELLS = KERNEL * KERNEL;
  private static final int LINE = 16;

  private final Transforms transforms = Transforms.fastest();
  private final int out;
  private final int in;
  private final Passes there; // of a block's weights
  private final Passes back;
  private final Passes slopePasses; // of an output's

  /** Those of a convolution with so many channels. */
  TileWeights(int out, int in) {
    this.out = out;
    this.in = in;
    there = Passes.of(Way.WEIGHT, ROWS * in);
    back = Passes.of(Way.WEIGHT, ROWS * out);
    slopePasses = Passes.of(Way.WEIGHT_SLOPE, in);
  }

  /** Numbers that all weights become, of either direction, or their slopes. */
  int size() {
    return Tiles.COUNT * ROWS * Math.max(BlockStep.blocks(out) * in, BlockStep.blocks(in) * out);
  }

  /** Numbers of scratch memory that any method needs. */
  int scratch() {
    int most = ROWS * Math.max(in, out);
    return (CELLS + KERNEL * POINTS + Tiles.COUNT) * run(most) + LINE;
  }

  private static int run(int numbers) {
    return (numbers + LINE - 1) / LINE * LINE;
  }

  /**
   * Packs the weights of a block of outputs.
   *
   * @param packed {@code [number of a tile][block][in][row]}
   */
  void pack(float[] weight, int block, float[] packed, float[] arena, int scratch) {
    int run = there.run;
    for (int c = 0; c < in; c++) {
      for (int row = 0; row < ROWS; row++) {
        int from = (Math.min(block * ROWS + row, out - 1) * in + c) * CELLS;
        int to = scratch + c * ROWS + row;
        for (int cell = 0; cell < CELLS; cell++) {
          arena[to + cell * run] = weight[from + cell];
        }
      }
    }
    run(Way.WEIGHT, there, arena, scratch);
    copy(arena, scratch, run, ROWS * in, packed, block, BlockStep.blocks(out));
  }

  /**
   * Packs those of a block of inputs for the way back, on which the window is turned round.
   *
   * @param packed {@code [number of a tile][block][out][row]}
   */
  void packBack(float[] weight, int block, float[] packed, float[] arena, int scratch) {
    int run = back.run;
    for (int o = 0; o < out; o++) {
      for (int row = 0; row < ROWS; row++) {
        int from = (o * in + Math.min(block * ROWS + row, in - 1)) * CELLS;
        int to = scratch + o * ROWS + row;
        for (int cell = 0; cell < CELLS; cell++) {
          arena[to + cell * run] = weight[from + CELLS - 1 - cell];
        }
      }
    }
    run(Way.WEIGHT, back, arena, scratch);
    copy(arena, scratch, run, ROWS * out, packed, block, BlockStep.blocks(in));
  }

  // Down the columns first, then along the rows.
  private void run(Way way, Passes passes, float[] arena, int scratch) {
    int vectors = (passes.run + transforms.lanes() - 1) / transforms.lanes();
    for (int[][] pass : passes.all) {
      transforms.run(way, arena, pass[0], 0, scratch, 0, pass[1], 0, scratch, 0, 1, vectors);
    }
  }

  /**
   * Where runs of numbers lie in scratch memory: squares of them, row by row; behind those what
   * becomes of their columns, then what becomes of the rows of that.
   *
   * @param run numbers from one run to the next
   * @param all what each pass reads and what it makes
   */
  private record Passes(int run, int[][][] all) {

    static Passes of(Way way, int numbers) {
      int run = TileWeights.run(numbers);
      int[][][] all = new int[way.in() + way.out()][2][];
      int middle = way.in() * way.in() * run;
      int end = middle + way.out() * way.in() * run;
      for (int x = 0; x < way.in(); x++) {
        all[x][0] = steps(x * run, way.in() * run, way.in());
        all[x][1] = steps(middle + x * run, way.in() * run, way.out());
      }
      for (int y = 0; y < way.out(); y++) {
        all[way.in() + y][0] = steps(middle + y * way.in() * run, run, way.in());
        all[way.in() + y][1] = steps(end + y * way.out() * run, run, way.out());
      }
      return new Passes(run, all);
    }

    private static int[] steps(int first, int step, int count) {
      int[] steps = new int[count];
      for (int i = 0; i < count; i++) {
        steps[i] = first + i * step;
      }
      return steps;
    }
  }

  private static void copy(
      float[] arena, int scratch, int run, int count, float[] packed, int block, int blocks) {
    int first = scratch + (CELLS + KERNEL * POINTS) * run;
    for (int k = 0; k < Tiles.COUNT; k++) {
      System.arraycopy(arena, first + k * run, packed, (k * blocks + block) * count, count);
    }
  }

  /**
   * Slopes of an output's weights.
   *
   * @param slopes of the products' weights, {@code [number of a tile][out][in]}
   */
  void unpack(float[] slopes, int o, float[] weightSlopes, float[] arena, int scratch) {
    int run = slopePasses.run;
    for (int k = 0; k < Tiles.COUNT; k++) {
      System.arraycopy(slopes, (k * out + o) * in, arena, scratch + k * run, in);
    }
    run(Way.WEIGHT_SLOPE, slopePasses, arena, scratch);
    int cells = (Tiles.COUNT + KERNEL * POINTS) * run;
    for (int c = 0; c < in; c++) {
      for (int cell = 0; cell < CELLS; cell++) {
        weightSlopes[(o * in + c) * CELLS + cell] = arena[scratch + cells + cell * run + c];
      }
    }
  }
}
