package dev.riffle.run.planar.kernel;

import dev.riffle.graph.Activation;

/**
 * The verbs of the planar executor. All kinds give the same bits, whatever their vectors. All work
 * on runs of numbers in one array, whose lengths are told in vectors of {@link #lanes}: a run may
 * be written up to a vector's end beyond its last number.
 */
public interface Kernels {

  /**
   * Vectors where this Java has them, each verb as soon as Java has compiled it; else plain loops,
   * and then one log line that says which option brings vectors.
   */
  static Kernels fastest() {
    return Fastest.KERNELS;
  }

  /** What they are called in messages. */
  String name();

  /** Numbers in a vector. */
  int lanes();

  /** Vectors that cover so many places. */
  default int vectors(int places) {
    return (places + lanes() - 1) / lanes();
  }

  /** How many vectors of places at once are best for {@link #products} at most. */
  int widest();

  /** How many are best where each place has so many terms. */
  default int widest(int termCount) {
    return widest();
  }

  /** How many blocks at least are best made at once, as they share what is read. */
  int fewestBlocks();

  /** Numbers of scratch memory that products of so many terms take. */
  int scratch(int termCount);

  /**
   * Blocks {@code first} (inclusive) to {@code end} (exclusive) of {@link Products} at {@code
   * vectors} vectors of places from {@code place} on.
   *
   * @param to what takes the place's part where outputs begin
   * @param scratch where {@link #scratch} numbers may lie in the arena
   */
  void products(
      float[] arena,
      Products products,
      int first,
      int end,
      int place,
      int vectors,
      int to,
      int scratch);

  /**
   * The same at one place, and no other: {@code x = bias + (Σ over terms 0, 2, … + Σ over terms 1,
   * 3, …)}.
   *
   * @param scratch where {@link #scratch} numbers may lie in the arena
   */
  void productsOfPlace(
      float[] arena, Products products, int first, int end, int place, int to, int scratch);

  /**
   * {@code out[p] = x + fold · |x|, x = bias + Σ weights[first + t] · arena[base + taps[t] + p]}.
   */
  void weightedSum(
      float[] arena,
      int base,
      int[] taps,
      float[] weights,
      int first,
      float bias,
      float fold,
      int out,
      int vectors);

  /**
   * The same for rows of a window that leaves out what it sees beyond their ends: {@code out[y][x]
   * = s + fold · |s|}, s the bias and what the window sees of the place, weighted. What is left out
   * is multiplied by zero, and must be finite. On a plane as it is the rows are all that it has. A
   * row shorter than a vector may be written up to that vector's end.
   *
   * @param base where the window's taps are counted from for the first place
   * @param weights {@code [channel][cell]}, flat
   * @param out the first row's first place
   */
  void weightedWindow(
      float[] arena,
      Window window,
      int base,
      float[] weights,
      float[] bias,
      int channel,
      float fold,
      int out,
      int rows);

  /** {@code out[p] = max over t of arena[base + taps[t] + p]}. */
  void highest(float[] arena, int base, int[] taps, int out, int vectors);

  /** {@code out[p] = a[p] + b[p]}; places may be the same. */
  void add(float[] arena, int a, int b, int out, int vectors);

  /** {@code out[p] = a[p] · b[p]}. */
  void multiply(float[] arena, int a, int b, int out, int vectors);

  /** {@code out[p] = a[p] · factor}. */
  void scale(float[] arena, int a, float factor, int out, int vectors);

  /** {@code out[p] = (1 − share) · a[p] + share · b[p]}. */
  void mix(float[] arena, int a, int b, float share, int out, int vectors);

  /** Applies a function in place. */
  void activate(float[] arena, int at, int vectors, Activation function);

  /** The sum of {@code count} numbers, in an order that no kind of vectors changes. */
  default float sum(float[] arena, int at, int count) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    int i = at;
    for (; i + 4 <= at + count; i += 4) {
      a += arena[i];
      b += arena[i + 1];
      c += arena[i + 2];
      d += arena[i + 3];
    }
    for (; i < at + count; i++) {
      a += arena[i];
    }
    return a + b + (c + d);
  }

  /**
   * Deals rows out by turns: {@code even[i] = row[2i], odd[i] = row[2i + 1]}, 2i below {@code
   * count}. The last vectors of a row may hold what lies behind it.
   *
   * @param a the first row, the next of {@code rows} is {@code step} behind it
   * @param even where the even numbers of the first row go, the next row's {@code pitch} behind
   */
  void deal(float[] arena, int a, int step, int rows, int count, int even, int odd, int pitch);

  /**
   * The same by fours: {@code part k [i] = row[4i + k]}, 4i below {@code count}.
   *
   * @param to where part 0 of the first row goes, part k {@code apart} times k behind it
   */
  void dealFours(float[] arena, int a, int step, int rows, int count, int to, int apart, int pitch);

  /**
   * A plane of twice the height and width, each place a quarter of the way from one to its
   * neighbours: along rows {@code wide[2i] = ¾ row[i] + ¼ row[i − 1], wide[2i + 1] = ¾ row[i] + ¼
   * row[i + 1]}, then along columns likewise. Beyond its ends a row or a column goes on as it ends.
   *
   * @param from the first place, the next row is {@code pitch} behind it
   * @param height rows, {@code width} columns that there are
   * @param to the first place of what is made, the next row is {@code toPitch} behind it
   */
  void doublePlane(float[] arena, int from, int pitch, int height, int width, int to, int toPitch);

  /**
   * A plane of half the height and width, each place the mean of four.
   *
   * @param height rows, {@code width} columns that are made; a row shorter than a vector may be
   *     written up to that vector's end
   */
  void halvePlane(float[] arena, int from, int pitch, int height, int width, int to, int toPitch);
}
