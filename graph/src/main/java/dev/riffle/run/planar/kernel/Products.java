package dev.riffle.run.planar.kernel;

/**
 * Sums of weighted planes, which is what a convolution comes to: output plane o is {@code bias[o] +
 * Σ weight · plane}, over the terms of o's group. A term is a plane, or a shifted view of one, and
 * is named by where it begins. Eight outputs that share a group make a block.
 *
 * @param terms where each term begins, {@code [group][term]}, flat
 * @param termCount of each group
 * @param outputs of each group
 * @param weights {@code [block][term][row]}, flat, in such {@link #room}; rows behind a group's
 *     last output are zero. There may be more blocks than weights for them: behind some group those
 *     come round again
 * @param bias {@code [block][row]}, flat
 * @param out where each output plane begins, {@code [block][row]}, flat
 * @param fold what the outcome x becomes: {@code x + fold · |x|}
 */
public record Products(
    int[] terms, int termCount, int outputs, float[] weights, float[] bias, int[] out, float fold) {

  /** Outputs in a block. */
  public static final int ROWS = 8;

  /** Outputs in half a block. */
  static final int HALF = ROWS / 2;

  /** Numbers behind the last weights: rounds of four terms may reach three terms too far. */
  static final int SPARE = 3 * ROWS;

  /** Room for so many weights, and the spare numbers behind them. */
  public static float[] room(int weights) {
    return new float[weights + SPARE];
  }

  /** Blocks that share a group's terms. */
  public int blocksPerGroup() {
    return (outputs + ROWS - 1) / ROWS;
  }

  /** Rows of a block that are outputs. */
  int rows(int block) {
    return Math.min(ROWS, outputs - block % blocksPerGroup() * ROWS);
  }

  /** Rows before {@code end} whose blocks have outputs in both halves; a group's last may not. */
  int wholeRows(int end) {
    return (rows(end - 1) > HALF ? end : end - 1) * ROWS;
  }

  /** Where the terms of a block begin in {@link #terms}. */
  int firstTerm(int block) {
    return block / blocksPerGroup() * termCount;
  }

  /** Where the weights of a block begin in {@link #weights}. */
  int firstWeight(int block) {
    return block * termCount * ROWS % (weights.length - SPARE);
  }

  /**
   * What {@link Kernels#productsOfPlace} ends with: adds up a block's sums, over even terms and
   * over odd ones, and a last term that has no second.
   *
   * @param sums where they lie
   */
  void finishPlace(float[] arena, int block, int place, int to, int sums) {
    int row = block * ROWS;
    int weight = firstWeight(block) + (termCount - 1) * ROWS;
    float last = arena[terms[firstTerm(block) + termCount - 1] + place];
    for (int r = 0; r < rows(block); r++) {
      float even = arena[sums + r];
      if (termCount % 2 == 1) {
        even = Math.fma(weights[weight + r], last, even);
      }
      float x = bias[row + r] + (even + arena[sums + ROWS + r]);
      arena[out[row + r] + to] = Math.fma(Math.abs(x), fold, x);
    }
  }
}
