package dev.riffle.gradient.planar.winograd;

import dev.riffle.gradient.kernel.SlopeKernels;
import dev.riffle.gradient.planar.place.Arena;
import dev.riffle.gradient.planar.place.Stack;
import dev.riffle.gradient.planar.plan.BlockStep;
import dev.riffle.run.planar.kernel.Products;
import java.util.Arrays;

/**
 * Where the tiles of a layer's channels lie for a while.
 *
 * @param stack how each plane lies
 * @param of first place of each plane, {@code [channel][number of a tile]}
 */
record TilePlanes(Stack stack, int[][] of) {
  private static final int ROWS = Products.ROWS;

  /** Planes that hold anything. */
  static TilePlanes take(Arena arena, Stack stack, int channels) {
    int[][] of = new int[channels][Tiles.COUNT];
    for (int[] planes : of) {
      Arrays.setAll(planes, k -> arena.takeRough(stack));
    }
    return new TilePlanes(stack, of);
  }

  /** Gives them back. */
  void drop(Arena arena) {
    for (int[] planes : of) {
      for (int plane : planes) {
        arena.dropRough(stack, plane);
      }
    }
  }

  int channels() {
    return of.length;
  }

  /** Blocks of channels. */
  int blocks() {
    return BlockStep.blocks(of.length);
  }

  /** {@code [number of a tile][channel]}, as many behind the last as a tile of sums looks at. */
  int[] terms() {
    int all = Tiles.COUNT * of.length;
    int[] terms = new int[all + SlopeKernels.TILE - 1];
    Arrays.setAll(
        terms, i -> of[Math.min(i, all - 1) % of.length][Math.min(i, all - 1) / of.length]);
    return terms;
  }

  /** {@code [number of a tile][block][row]}; rows behind the last channel are that channel's. */
  int[] rows() {
    int perNumber = blocks() * ROWS;
    int[] rows = new int[Tiles.COUNT * perNumber];
    Arrays.setAll(rows, i -> of[Math.min(i % perNumber, of.length - 1)][i / perNumber]);
    return rows;
  }
}
