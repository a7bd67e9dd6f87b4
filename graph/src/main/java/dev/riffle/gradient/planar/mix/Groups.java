package dev.riffle.gradient.planar.mix;

import dev.riffle.gradient.kernel.SlopeKernels;
import dev.riffle.gradient.planar.plan.BlockStep;
import dev.riffle.run.planar.kernel.Products;
import java.util.Arrays;

/**
 * How a convolution's channels are cut into groups, and those into blocks of a few channels. A
 * group's last block is filled up with its last channel, which is then computed more than once.
 *
 * @param in input channels of a group
 * @param out output channels of a group
 */
record Groups(int count, int in, int out) {
  private static final int ROWS = Products.ROWS;

  /** Blocks of output channels. */
  int outBlocks() {
    return count * BlockStep.blocks(out);
  }

  /** Blocks of input channels. */
  int inBlocks() {
    return count * BlockStep.blocks(in);
  }

  /** The output channel that is a block's row. */
  int out(int block, int row) {
    return channel(block, row, out);
  }

  /** The input channel that is a block's row. */
  int in(int block, int row) {
    return channel(block, row, in);
  }

  private static int channel(int block, int row, int perGroup) {
    int group = block / BlockStep.blocks(perGroup);
    int first = block % BlockStep.blocks(perGroup) * ROWS;
    return group * perGroup + Math.min(first + row, perGroup - 1);
  }

  /** Rows of a block that are output channels of their own. */
  int outCount(int block) {
    return Math.min(ROWS, out - block % BlockStep.blocks(out) * ROWS);
  }

  /** Rows of a block that are input channels of their own. */
  int inCount(int block) {
    return Math.min(ROWS, in - block % BlockStep.blocks(in) * ROWS);
  }

  /** A number of each output channel, {@code [block][row]}. */
  int[] outRows(int[] planes) {
    int[] rows = new int[outBlocks() * ROWS];
    Arrays.setAll(rows, i -> planes[out(i / ROWS, i % ROWS)]);
    return rows;
  }

  /** A number of each input channel, {@code [block][row]}. */
  int[] inRows(int[] planes) {
    int[] rows = new int[inBlocks() * ROWS];
    Arrays.setAll(rows, i -> planes[in(i / ROWS, i % ROWS)]);
    return rows;
  }

  /**
   * Where the terms of each group begin, as many behind the last as a tile may look at.
   *
   * @param planes first place of each input plane
   * @param taps from there to what each cell of the window sees
   */
  int[] terms(int[] planes, int[] taps) {
    int all = planes.length * taps.length;
    int[] terms = new int[all + SlopeKernels.TILE - 1];
    Arrays.setAll(
        terms,
        i -> planes[Math.min(i, all - 1) / taps.length] + taps[Math.min(i, all - 1) % taps.length]);
    return terms;
  }
}
