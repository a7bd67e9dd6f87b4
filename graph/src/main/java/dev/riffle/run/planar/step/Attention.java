package dev.riffle.run.planar.step;

import dev.riffle.run.planar.kernel.Kernels;
import java.util.Arrays;

/**
 * Attention of all places to all places. A unit is a tile of places that attend, for one head: each
 * place attended to gives a row of numbers, one for each place of the tile.
 *
 * @param queries first place of each plane of a head's queries, {@code [head][i]}
 * @param in first place of each input plane: queries, keys, values
 * @param places from a plane's first place to each of its places
 * @param rows from the first row to each, {@code [place attended to]}
 * @param ones as many
 * @param out first place of each output plane; they lie on the same grid
 */
public record Attention(
    Kernels kernels,
    int[][] queries,
    int[] in,
    int[] places,
    int[] rows,
    float[] ones,
    int[] out,
    Grid grid,
    Finish finish)
    implements Step {

  /**
   * Sets out the rows.
   *
   * @param size channels of a head
   */
  public static Attention of(
      Kernels kernels, int[] in, int size, int[] out, Grid grid, Finish finish) {
    int[][] queries = new int[out.length / size][];
    Arrays.setAll(queries, head -> Arrays.copyOfRange(in, head * size, (head + 1) * size));
    int[] places = new int[grid.height() * grid.width()];
    Arrays.setAll(places, p -> p / grid.width() * grid.pitch() + p % grid.width());
    int[] rows = new int[places.length];
    Arrays.setAll(rows, row -> row * kernels.widest() * kernels.lanes());
    float[] ones = new float[places.length];
    Arrays.fill(ones, 1);
    return new Attention(kernels, queries, in, places, rows, ones, out, grid, finish);
  }

  private int tile() {
    return kernels.widest() * kernels.lanes();
  }

  private int tiles() {
    return (grid.places() + tile() - 1) / tile();
  }

  @Override
  public int units() {
    return queries.length * tiles();
  }

  /** The rows, one more for their maximum or sum, and a number of each place or channel. */
  @Override
  public int scratch() {
    return (rows.length + 1) * tile() + Math.max(rows.length, queries[0].length);
  }

  @Override
  public void run(float[] arena, int scratch, int unit) {
    int head = unit / tiles();
    int tile = unit % tiles();
    int place = tile * tile();
    int vectors =
        Math.min(kernels.widest(), grid.vectors(kernels.lanes()) - tile * kernels.widest());
    int one = scratch + rows.length * tile();
    int numbers = one + tile();
    multiplyByKeys(arena, scratch, head, place, numbers, vectors);
    kernels.highest(arena, scratch, rows, one, vectors);
    exponentiate(arena, scratch, one, vectors * kernels.lanes());
    kernels.weightedSum(arena, scratch, rows, ones, 0, 0, 0, one, vectors);
    for (int i = one; i < one + vectors * kernels.lanes(); i++) {
      arena[i] = 1 / arena[i];
    }
    int size = queries[head].length;
    for (int c = head * size; c < (head + 1) * size; c++) {
      gather(arena, in[2 * out.length + c], numbers);
      int to = out[c] + place;
      kernels.weightedSum(arena, scratch, rows, arena, numbers, 0, 0, to, vectors);
      kernels.multiply(arena, to, one, to, vectors);
    }
    finish.apply(kernels, arena, grid, out, head * size, (head + 1) * size, place, vectors);
  }

  // Each row: the tile's queries times one place's keys.
  private void multiplyByKeys(
      float[] arena, int first, int head, int place, int numbers, int vectors) {
    int size = queries[head].length;
    float scale = (float) (1 / Math.sqrt(size));
    for (int row = 0; row < rows.length; row++) {
      for (int i = 0; i < size; i++) {
        arena[numbers + i] = arena[in[out.length + head * size + i] + places[row]] * scale;
      }
      kernels.weightedSum(
          arena, place, queries[head], arena, numbers, 0, 0, first + rows[row], vectors);
    }
  }

  private void exponentiate(float[] arena, int first, int highest, int count) {
    for (int row : rows) {
      for (int i = 0; i < count; i++) {
        arena[first + row + i] = Exponential.exp(arena[first + row + i] - arena[highest + i]);
      }
    }
  }

  private void gather(float[] arena, int plane, int numbers) {
    for (int p = 0; p < places.length; p++) {
      arena[numbers + p] = arena[plane + places[p]];
    }
  }
}
