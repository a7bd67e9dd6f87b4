package dev.riffle.gradient.kernel;

/**
 * The verbs of learning that running a network does not need. All work on runs of numbers in one
 * array, whose lengths are told in vectors of {@link #lanes}.
 *
 * <p>The same machine gives the same bits every time, compiled or not: sums are never left to an
 * order that is not told. Machines with vectors of other widths add up in other orders.
 */
public interface SlopeKernels {

  /** Rows, and terms, that {@link #dots} takes at once. */
  int TILE = 4;

  /** Taps that {@link #correlate} takes at once. */
  int TAPS = 9;

  /** Numbers of scratch memory that a verb may need. */
  int SCRATCH = 2 * TILE * TILE * 16;

  /** Vectors where this Java has them, else plain loops. */
  static SlopeKernels fastest() {
    return FastestSlopes.KERNELS;
  }

  /** Numbers in a vector. */
  int lanes();

  /**
   * {@code out[r · TILE + t] = Σ arena[rows[row + r] + p] · arena[terms[term + t] + p]}, for {@link
   * #TILE} rows and as many terms: slopes of a convolution's weights.
   *
   * @param scratch where {@link #SCRATCH} numbers are free; the outcome lies at its beginning
   */
  void dots(float[] arena, int[] rows, int row, int[] terms, int term, int vectors, int scratch);

  /**
   * {@code out[t] = Σ arena[row + p] · arena[base + taps[from + t] + p]}, for {@link #TAPS} taps:
   * the same for a convolution of single channels.
   *
   * @param scratch as above
   */
  void correlate(float[] arena, int row, int base, int[] taps, int from, int vectors, int scratch);

  /** {@code Σ arena[at + p] · arena[mask + p]}. */
  double sum(float[] arena, int at, int mask, int vectors, int scratch);

  /**
   * Two sums that lie in scratch afterwards: {@code Σ d · m} and {@code Σ d² · m}, with {@code d =
   * arena[at + p] − centre} and {@code m = arena[mask + p]}.
   */
  void moments(float[] arena, int at, float centre, int mask, int vectors, int scratch);

  /**
   * {@code out[p] = f(scale · arena[at + p] + shift) · arena[mask + p]}, f(z) being z above zero
   * and slope · z below.
   */
  void affine(
      float[] arena, int at, float scale, float shift, float slope, int mask, int out, int vectors);

  /**
   * Two sums that lie in scratch afterwards: {@code Σ d} and {@code Σ d · (y − mean)}, with {@code
   * y = arena[at + p]} and {@code d = arena[slopes + p] · f'(scale · y + shift)}.
   */
  void slopeSums(
      float[] arena,
      int slopes,
      int at,
      float scale,
      float shift,
      float slope,
      float mean,
      int vectors,
      int scratch);

  /**
   * {@code arena[slopes + p] = (scale · d − constant − linear · (y − mean)) · arena[mask + p]},
   * with d and y as above.
   */
  void normSlopes(
      float[] arena,
      int slopes,
      int at,
      float scale,
      float shift,
      float slope,
      float mean,
      float constant,
      float linear,
      int mask,
      int vectors);

  /** {@code out[p] = the first t of those with arena[base + taps[t] + p] = arena[highest + p]}. */
  void winners(float[] arena, int base, int[] taps, int highest, int out, int vectors);

  /**
   * Copies rows to where no other number of theirs lies.
   *
   * @param pitch from one row to the next
   * @param step likewise in the copies; a vector may be written beyond each
   */
  void copyRows(float[] arena, int from, int pitch, int to, int step, int rows, int columns);

  /**
   * Rows of twice as many numbers, {@code out[2i] = even[i], out[2i + 1] = odd[i]}.
   *
   * @param even the first row's, each next one's {@code pitch} behind; likewise {@code odd}
   * @param columns of either
   * @param out the first row, each next one {@code step} behind; rows are written in order, each to
   *     a vector's end
   */
  void zip(float[] arena, int even, int odd, int pitch, int rows, int columns, int out, int step);

  /**
   * {@code into[at + i] += f0 · from[start + i] + f1 · from[start + step + i] + f2 · from[start + 2
   * · step + i] + f3 · from[start + 3 · step + i]}, i below {@code count}.
   */
  void addFour(
      float[] into,
      int at,
      float[] from,
      int start,
      int step,
      float f0,
      float f1,
      float f2,
      float f3,
      int count);
}
