package dev.riffle.run.planar.kernel;

import dev.riffle.graph.Activation;

/**
 * Vectors that plain loops stand in for until HotSpot has compiled them: before that a vector is an
 * object, and a first picture would take most of a second. As both give the same bits nobody sees
 * the change. Products, which are most of the work, change over before the other verbs.
 */
final class EarlyKernels implements Kernels {
  private final Kernels vectors;
  private volatile Kernels ofProducts;
  private volatile Kernels now; // of all else

  /** Begins to warm the vectors up, in a thread that ends with that. */
  EarlyKernels(Kernels vectors) {
    this.vectors = vectors;
    this.ofProducts = new PlainKernels(vectors.lanes(), vectors.widest());
    this.now = ofProducts;
    Thread thread = new Thread(this::changeOver, "riffle-warm-up");
    thread.setDaemon(true);
    thread.start();
  }

  private void changeOver() {
    WarmUp warmUp = new WarmUp(vectors);
    warmUp.products();
    ofProducts = vectors;
    warmUp.others();
    now = vectors;
  }

  @Override
  public String name() {
    return vectors.name();
  }

  @Override
  public int lanes() {
    return vectors.lanes();
  }

  @Override
  public int widest() {
    return vectors.widest();
  }

  @Override
  public void products(float[] arena, Products products, int block, int place, int count, int to) {
    ofProducts.products(arena, products, block, place, count, to);
  }

  @Override
  public void weightedSum(
      float[] arena,
      int base,
      int[] taps,
      float[] weights,
      int first,
      float bias,
      float fold,
      int out,
      int count) {
    now.weightedSum(arena, base, taps, weights, first, bias, fold, out, count);
  }

  @Override
  public void highest(float[] arena, int base, int[] taps, int out, int count) {
    now.highest(arena, base, taps, out, count);
  }

  @Override
  public void add(float[] arena, int a, int b, int out, int count) {
    now.add(arena, a, b, out, count);
  }

  @Override
  public void multiply(float[] arena, int a, int b, int out, int count) {
    now.multiply(arena, a, b, out, count);
  }

  @Override
  public void scale(float[] arena, int a, float factor, int out, int count) {
    now.scale(arena, a, factor, out, count);
  }

  @Override
  public void mix(float[] arena, int a, int b, float share, int out, int count) {
    now.mix(arena, a, b, share, out, count);
  }

  @Override
  public void activate(float[] arena, int at, int count, Activation function) {
    now.activate(arena, at, count, function);
  }

  @Override
  public float dot(float[] a, int at, float[] arena, int bt, int count, int parts) {
    return now.dot(a, at, arena, bt, count, parts);
  }

  @Override
  public void deal(
      float[] arena, int a, int step, int rows, int count, int even, int odd, int pitch) {
    now.deal(arena, a, step, rows, count, even, odd, pitch);
  }

  @Override
  public void doubleRow(float[] arena, int above, int below, float share, int count, int out) {
    now.doubleRow(arena, above, below, share, count, out);
  }

  @Override
  public void halveRow(float[] arena, int above, int below, float share, int count, int out) {
    now.halveRow(arena, above, below, share, count, out);
  }
}
