package dev.riffle.run.planar.step;

import dev.riffle.run.planar.kernel.Kernels;
import dev.riffle.run.planar.kernel.Products;

/**
 * A convolution as {@link Products}: a tile of places at a time, so that what outputs read of it
 * stays in the cache.
 *
 * @param grid of the outputs; the terms have its pitch
 * @param channels which output each row is, {@code [block][row]}; −1 for none
 * @param blocksPerUnit blocks of one tile that a unit does
 */
public record Convolve(
    Kernels kernels,
    Products products,
    Grid grid,
    Tiles tiles,
    int[] channels,
    Finish finish,
    int blocksPerUnit)
    implements Step {

  /** Cuts the work into units. */
  public static Convolve of(
      Kernels kernels, Products products, Grid grid, int[] channels, Finish finish) {
    Tiles tiles = Tiles.of(kernels, products.termCount(), grid.places());
    int places = grid.places() / tiles.count();
    long workOfBlock = (long) products.termCount() * Products.ROWS * places;
    int blocks = channels.length / Products.ROWS;
    int most = (int) Math.min(UNITS / tiles.count(), blocks * workOfBlock / LEAST_WORK);
    int parts = Math.max(1, most);
    int perUnit = (blocks + parts - 1) / parts;
    return new Convolve(kernels, products, grid, tiles, channels, finish, perUnit);
  }

  private int blocks() {
    return channels.length / Products.ROWS;
  }

  private int parts() {
    return (blocks() + blocksPerUnit - 1) / blocksPerUnit;
  }

  @Override
  public int units() {
    return tiles.count() * parts();
  }

  @Override
  public int scratch() {
    return kernels.scratch(products.termCount());
  }

  // Some blocks at all places before the next ones, so that their weights stay in the cache.
  @Override
  public void run(float[] arena, int scratch, int unit) {
    int tile = unit % tiles.count();
    int first = unit / tiles.count() * blocksPerUnit;
    int end = Math.min(first + blocksPerUnit, blocks());
    tiles.run(kernels, arena, products, first, end, tile, 0, 0, scratch);
    finish.apply(
        kernels,
        arena,
        grid,
        products.out(),
        channels,
        first * Products.ROWS,
        end * Products.ROWS,
        tiles.begins()[tile],
        tiles.vectors(tile));
  }
}
