package dev.riffle.run.planar.step;

import dev.riffle.run.planar.kernel.Kernels;
import dev.riffle.run.planar.kernel.Products;

/**
 * A convolution as {@link Products}: a tile of places at a time, so that what all outputs read of
 * it stays in the cache.
 *
 * @param grid of the outputs; the terms have its pitch
 * @param channels which output each row is, {@code [block][row]}; −1 for none
 * @param blocksPerUnit blocks of one tile that a unit does
 */
public record Convolve(
    Kernels kernels, Products products, Grid grid, int[] channels, Finish finish, int blocksPerUnit)
    implements Step {

  /** Cuts the work into units. */
  public static Convolve of(
      Kernels kernels, Products products, Grid grid, int[] channels, Finish finish) {
    long workOfBlock =
        (long) products.termCount() * Products.ROWS * kernels.widest() * kernels.lanes();
    int blocks = channels.length / Products.ROWS;
    int tiles = tiles(kernels, grid);
    int parts = Math.max(1, Math.min(UNITS / tiles, (int) (blocks * workOfBlock / LEAST_WORK)));
    return new Convolve(kernels, products, grid, channels, finish, (blocks + parts - 1) / parts);
  }

  private static int tiles(Kernels kernels, Grid grid) {
    return (grid.vectors(kernels.lanes()) + kernels.widest() - 1) / kernels.widest();
  }

  private int blocks() {
    return channels.length / Products.ROWS;
  }

  private int parts() {
    return (blocks() + blocksPerUnit - 1) / blocksPerUnit;
  }

  @Override
  public int units() {
    return tiles(kernels, grid) * parts();
  }

  @Override
  public void run(float[] arena, int scratch, int unit) {
    int lanes = kernels.lanes();
    int all = grid.vectors(lanes);
    int tiles = tiles(kernels, grid);
    int tile = unit / parts();
    int from = tile * all / tiles; // all about as wide: four by two and two, not by three and one
    int vectors = (tile + 1) * all / tiles - from;
    int place = from * lanes;
    int first = unit % parts() * blocksPerUnit;
    int end = Math.min(first + blocksPerUnit, blocks());
    kernels.products(arena, products, first, end, place, vectors, place);
    finish.apply(
        kernels,
        arena,
        grid,
        products.out(),
        channels,
        first * Products.ROWS,
        end * Products.ROWS,
        place,
        vectors);
  }
}
