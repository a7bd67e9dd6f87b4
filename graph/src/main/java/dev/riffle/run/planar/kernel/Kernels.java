package dev.riffle.run.planar.kernel;

import dev.riffle.graph.Activation;

/**
 * The verbs of the planar executor. All work on runs of numbers in one array, whose lengths are
 * told in vectors of {@link #lanes}: a run may be written up to a vector's end beyond its last
 * number.
 */
public interface Kernels {

  /**
   * Vectors where this Java has them, else plain loops, and then a log line that says which option
   * brings vectors.
   */
  static Kernels fastest() {
    try {
      return (Kernels)
          Class.forName("dev.riffle.run.planar.kernel.VectorKernels")
              .getDeclaredConstructor()
              .newInstance();
    } catch (ReflectiveOperationException | LinkageError e) {
      System.getLogger(Kernels.class.getName())
          .log(
              System.Logger.Level.WARNING,
              "running on plain loops, several times slower than on vectors: give java the option"
                  + " --add-modules jdk.incubator.vector");
      return new PlainKernels();
    }
  }

  /** What they are called in messages. */
  String name();

  /** Numbers in a vector. */
  int lanes();

  /** The most vectors that {@link #products} takes at once. */
  int widest();

  /** A block of {@link Products} at {@code vectors} vectors of places from {@code place} on. */
  void products(float[] arena, Products products, int block, int place, int vectors);

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

  /** The sum of {@code count} numbers. */
  float sum(float[] arena, int at, int count);

  /** {@code Σ a[at + i] · b[bt + i]}, i below {@code count}. */
  float dot(float[] a, int at, float[] b, int bt, int count);

  /**
   * Deals rows out by turns: {@code even[i] = row[2i], odd[i] = row[2i + 1]}, 2i below {@code
   * count}.
   *
   * @param a the first row, the next of {@code rows} is {@code step} behind it
   * @param even where the even numbers of the first row go, the next row's {@code pitch} behind
   */
  void deal(float[] arena, int a, int step, int rows, int count, int even, int odd, int pitch);

  /**
   * Twice as many numbers as {@code row = (1 − share) · above + share · below} has, each a quarter
   * of the way from one to its neighbour: {@code out[2i] = ¾ row[i] + ¼ row[i − 1], out[2i + 1] = ¾
   * row[i] + ¼ row[i + 1]}; beyond its ends the row goes on as it ends.
   */
  void doubleRow(float[] arena, int above, int below, float share, int count, int out);

  /** Half as many: {@code out[i] = ½ row[2i] + ½ row[2i + 1]}, for i below {@code count}. */
  void halveRow(float[] arena, int above, int below, float share, int count, int out);
}
