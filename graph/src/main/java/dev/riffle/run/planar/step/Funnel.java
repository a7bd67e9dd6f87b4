package dev.riffle.run.planar.step;

import dev.riffle.graph.Activation;
import dev.riffle.run.planar.kernel.Kernels;
import dev.riffle.run.planar.kernel.Products;
import dev.riffle.run.planar.kernel.Window;
import java.util.Arrays;

/**
 * A convolution and the window that alone reads what it makes, and slides over it by more than one
 * place. The convolution makes its output dealt out into phases, some channels of some places at a
 * time, so that it goes from one to the other in the cache, and nothing of it stays.
 *
 * @param products of one unit: {@code [phase][block][row]}, outputs counted from the beginning of
 *     the unit's scratch memory
 * @param channels which channel each row of a phase's blocks is; −1 for none
 * @param late what is applied to what the convolution makes
 * @param between where that lies
 * @param tiles of what the convolution makes for a unit, {@code [places of units][phase]}
 * @param window what is seen there
 * @param reduction what is made of that
 * @param out first place of each output plane
 * @param grid of the outputs, and of the phases
 * @param blocksPerUnit blocks of each phase that a unit makes
 */
public record Funnel(
    Kernels kernels,
    Products products,
    int[] channels,
    Activation late,
    Between between,
    Tiles[] tiles,
    Window window,
    Reduction reduction,
    int[] out,
    Grid grid,
    Finish finish,
    int blocksPerUnit)
    implements Step {

  /** Cuts what units make of each phase into tiles. */
  public static Funnel of(
      Kernels kernels,
      Products products,
      int[] channels,
      Activation late,
      Between between,
      Window window,
      Reduction reduction,
      int[] out,
      Grid grid,
      Finish finish,
      int blocksPerUnit) {
    Tiles[] tiles = new Tiles[unitsOfPlaces(between, grid) * between.phases()];
    for (int i = 0; i < tiles.length; i++) {
      int place = i / between.phases() * between.places();
      int phase = i % between.phases();
      int stop = stop(kernels, between, grid, place, phase);
      tiles[i] = Tiles.of(kernels, products.termCount(), stop - begin(between, place, phase));
    }
    return new Funnel(
        kernels,
        products,
        channels,
        late,
        between,
        tiles,
        window,
        reduction,
        out,
        grid,
        finish,
        blocksPerUnit);
  }

  private static int unitsOfPlaces(Between between, Grid grid) {
    return (grid.places() + between.places() - 1) / between.places();
  }

  // The first place of a phase that is seen from some place on, if the map has it.
  private static int begin(Between between, int place, int phase) {
    return Math.max(0, place + between.lowest()[phase]);
  }

  // Where what is seen of a phase ends, or the map does.
  private static int stop(Kernels kernels, Between between, Grid grid, int place, int phase) {
    return Math.min(grid.places(), to(kernels, between, grid, place, phase));
  }

  private static int to(Kernels kernels, Between between, Grid grid, int place, int phase) {
    int places = Math.min(between.places(), grid.places() - place);
    return place + kernels.vectors(places) * kernels.lanes() + between.highest()[phase];
  }

  /** Blocks that a unit makes of so many in a phase, each of which has so many terms. */
  public static int blocksPerUnit(Kernels kernels, int blocks, int termCount, Between between) {
    long workOfBlock = (long) termCount * Products.ROWS * between.phases() * between.places();
    int least = Math.max(kernels.fewestBlocks(), (int) (LEAST_WORK / workOfBlock));
    int groups = (blocks + least - 1) / least;
    return (blocks + groups - 1) / groups;
  }

  private int blocks() {
    return channels.length / Products.ROWS;
  }

  private int groups() {
    return (blocks() + blocksPerUnit - 1) / blocksPerUnit;
  }

  @Override
  public int units() {
    return groups() * unitsOfPlaces(between, grid);
  }

  @Override
  public int scratch() {
    return planes() + kernels.scratch(products.termCount());
  }

  private int planes() {
    return blocksPerUnit * Products.ROWS * between.size();
  }

  @Override
  public void run(float[] arena, int scratch, int unit) {
    int place = unit / groups() * between.places();
    int places = Math.min(between.places(), grid.places() - place);
    int vectors = kernels.vectors(places);
    int first = unit % groups() * blocksPerUnit;
    int end = Math.min(first + blocksPerUnit, blocks());
    for (int phase = 0; phase < between.phases(); phase++) {
      make(arena, scratch, place, phase, first, end);
    }
    for (int row = first * Products.ROWS; row < end * Products.ROWS; row++) {
      int channel = channels[row];
      if (channel >= 0) {
        int base = scratch + between.first(row - first * Products.ROWS, 0);
        int to = out[channel] + place;
        reduction.run(kernels, arena, window, base, channel, finish.fold(), to, places);
        finish.apply(kernels, arena, grid, out[channel], channel, place, vectors);
      }
    }
  }

  // Places of one phase, with what lies around the map where they go beyond it.
  private void make(float[] arena, int scratch, int place, int phase, int first, int end) {
    int planes = scratch - place;
    int from = place + between.lowest()[phase];
    int to = to(kernels, between, grid, place, phase);
    int begin = begin(between, place, phase);
    int stop = stop(kernels, between, grid, place, phase);
    int firstOfAll = phase * blocks() + first;
    int endOfAll = phase * blocks() + end;
    Tiles cut = tiles[place / between.places() * between.phases() + phase];
    int free = scratch + planes();
    for (int tile = 0; tile < cut.count(); tile++) {
      cut.run(kernels, arena, products, firstOfAll, endOfAll, tile, begin, planes + begin, free);
    }
    for (int row = 0; row < (end - first) * Products.ROWS; row++) {
      if (channels[first * Products.ROWS + row] < 0) {
        continue;
      }
      int plane = planes + between.first(row, phase);
      if (late != Activation.IDENTITY) {
        kernels.activate(arena, plane + begin, kernels.vectors(stop - begin), late);
      }
      Arrays.fill(arena, plane + from, plane + begin, reduction.outside());
      grid.fillGaps(arena, plane, begin, stop, reduction.outside());
      if (stop == grid.places()) {
        int behind = Math.max(to, stop + Grid.OVERRUN);
        Arrays.fill(arena, plane + stop, plane + behind, reduction.outside());
      }
    }
  }
}
