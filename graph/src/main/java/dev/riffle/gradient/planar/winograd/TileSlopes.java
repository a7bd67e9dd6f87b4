package dev.riffle.gradient.planar.winograd;

import dev.riffle.gradient.kernel.SlopeKernels;
import dev.riffle.gradient.planar.place.Stack;
import dev.riffle.gradient.planar.plan.BlockStep;
import dev.riffle.gradient.planar.winograd.kernel.Transforms;
import dev.riffle.run.planar.kernel.Kernels;
import dev.riffle.run.planar.kernel.Products;
import java.util.Arrays;

/**
 * Slopes of what weights become where tiles are multiplied, {@code du[o, c] = Σ dm[o, t] · v[c,
 * t]}, number of a tile by number. They are sums of weighted rows over the tiles t, once v is
 * turned so that a tile's channels lie side by side, and dm so that it serves as weights.
 */
final class TileSlopes {
  private static final int ROWS = Products.ROWS;
  private static final int SQUARE = Transforms.SQUARE;

  private final SlopeKernels slopes = SlopeKernels.fastest();
  private final Transforms transforms = Transforms.fastest();
  private final Kernels kernels;
  private final TilePlanes along; // dm
  private final TilePlanes seen; // v
  private final int[] rows; // of dm
  private final int[] terms; // of v, as many as pitch says for each number of a tile
  private final int tiles;
  private final int wide; // channels that are multiplied at once
  private final int pitch; // all channels, as many as that many times
  private final Products products; // places counted from where v is turned

  /**
   * Sets out where all lies.
   *
   * @param room what {@link #roomSize} says, others' between steps
   */
  TileSlopes(Kernels kernels, TilePlanes along, TilePlanes seen, float[] room) {
    this.kernels = kernels;
    this.along = along;
    this.seen = seen;
    rows = along.rows();
    tiles = seen.stack().places();
    wide = kernels.widest() * kernels.lanes();
    pitch = (seen.channels() + wide - 1) / wide * wide;
    terms = new int[Tiles.COUNT * pitch];
    Arrays.setAll(terms, i -> seen.of()[Math.min(i % pitch, seen.channels() - 1)][i / pitch]);
    int[] turned = new int[tiles];
    Arrays.setAll(turned, t -> t * wide);
    int perNumber = along.blocks() * ROWS;
    int[] out = new int[Tiles.COUNT * perNumber];
    Arrays.setAll(out, i -> i % perNumber * pitch);
    products = new Products(turned, tiles, out.length, room, new float[out.length], out, 0);
  }

  private static int squares(int numbers) {
    return (numbers + SQUARE - 1) / SQUARE * SQUARE;
  }

  /** Numbers that the slopes of some products' values take as weights. */
  static int roomSize(Stack tiles, int channels) {
    int rows = Tiles.COUNT * BlockStep.blocks(channels) * ROWS;
    return Math.multiplyExact(rows, tiles.places());
  }

  /**
   * Numbers of scratch memory that {@link #run} needs: v turned, either du or some of dm, and what
   * multiplying takes.
   */
  int scratch() {
    return squares(tiles) * pitch + behindSize() + kernels.scratch(tiles) + 2 * SQUARE;
  }

  // What lies behind v: du or some of dm.
  private int behindSize() {
    return Math.max(along.blocks() * ROWS * pitch, 3 * ROWS * (tiles + SQUARE));
  }

  /**
   * All of one of a tile's numbers.
   *
   * @param found where they go, {@code [number of a tile][out][in]}
   */
  void run(float[] arena, int memory, int k, float[] found) {
    int scratch = Stack.aligned(memory);
    int behind = scratch + squares(tiles) * pitch;
    int blocks = along.blocks();
    for (int block = k * blocks; block < (k + 1) * blocks; block++) {
      weigh(arena, behind, block);
    }
    int free = behind + behindSize();
    int lanes = kernels.lanes();
    for (int c = 0; c < seen.channels(); c += wide) {
      int turned = scratch + c * squares(tiles);
      turn(arena, k * pitch + c, turned);
      int vectors = Math.min(wide, seen.channels() - c + lanes - 1) / lanes;
      kernels.products(
          arena, products, k * blocks, (k + 1) * blocks, turned, vectors, behind + c, free);
    }
    int in = seen.channels();
    int out = along.channels();
    for (int o = 0; o < out; o++) {
      System.arraycopy(arena, behind + o * pitch, found, (k * out + o) * in, in);
    }
  }

  // As many channels as are multiplied at once, those of a tile side by side.
  private void turn(float[] arena, int first, int to) {
    for (int t = 0; t < tiles; t += SQUARE) {
      for (int c = 0; c < wide; c += SQUARE) {
        transforms.transpose(arena, terms, first + c, t, to + t * wide + c, wide);
      }
    }
  }

  // A block's rows side by side: those four apart, then two apart, then all.
  private void weigh(float[] arena, int scratch, int block) {
    int first = block * ROWS;
    int row = tiles + SQUARE;
    int twos = scratch;
    int fours = twos + ROWS * row;
    int all = fours + ROWS * row;
    for (int i = 0; i < 4; i++) {
      slopes.zip(arena, rows[first + i], rows[first + i + 4], 0, 1, tiles, twos + i * 2 * row, 0);
    }
    slopes.zip(arena, twos, twos + 4 * row, 2 * row, 2, 2 * tiles, fours, 4 * row);
    slopes.zip(arena, fours, fours + 4 * row, 0, 1, 4 * tiles, all, 0);
    System.arraycopy(arena, all, products.weights(), block * ROWS * tiles, ROWS * tiles);
  }
}
