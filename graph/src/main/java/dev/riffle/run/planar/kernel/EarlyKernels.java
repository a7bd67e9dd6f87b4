package dev.riffle.run.planar.kernel;

import dev.riffle.graph.Activation;
import dev.riffle.run.planar.kernel.WarmUp.Verb;
import java.util.concurrent.locks.LockSupport;

/**
 * Vectors that plain loops stand in for until HotSpot has compiled them: before that a vector is an
 * object, and a first picture would take most of a second. As both give the same bits nobody sees
 * the change. Verb by verb changes over, those with most of the work first; what most detectors do
 * without waits until somebody calls it, so that it takes no time from those.
 */
final class EarlyKernels implements Kernels {
  private static final Verb[] VERBS = Verb.values();

  private final Kernels vectors;
  private final Kernels plain;
  private final Thread thread;
  private volatile int warm; // a bit for each verb
  private volatile int wanted; // likewise

  /** Begins to warm the vectors up, in a thread that ends when all verbs are warm. */
  EarlyKernels(Kernels vectors) {
    this.vectors = vectors;
    this.plain = new PlainKernels(vectors.lanes(), vectors.widest());
    this.wanted = bit(Verb.LAST_OF_MOST_DETECTORS) | bit(Verb.LAST_OF_MOST_DETECTORS) - 1;
    this.thread = new Thread(this::changeOver, "riffle-warm-up");
    thread.setDaemon(true);
    thread.start();
  }

  private static int bit(Verb verb) {
    return 1 << verb.ordinal();
  }

  private void changeOver() {
    WarmUp warmUp = new WarmUp(vectors);
    while (warm != (1 << VERBS.length) - 1) {
      Verb verb = await();
      warmUp.warm(verb);
      warm |= bit(verb); // nobody else changes it
    }
  }

  // The first verb that is wanted and not warm.
  private Verb await() {
    while ((wanted & ~warm) == 0) {
      LockSupport.park(this);
    }
    return VERBS[Integer.numberOfTrailingZeros(wanted & ~warm)];
  }

  private synchronized void want(Verb verb) {
    wanted |= bit(verb);
    LockSupport.unpark(thread);
  }

  private Kernels of(Verb verb) {
    if ((warm & bit(verb)) != 0) {
      return vectors;
    }
    if ((wanted & bit(verb)) == 0) {
      want(verb);
    }
    return plain;
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
  public int widest(int termCount) {
    return vectors.widest(termCount);
  }

  @Override
  public int fewestBlocks() {
    return vectors.fewestBlocks();
  }

  @Override
  public int scratch(int termCount) {
    return Math.max(vectors.scratch(termCount), plain.scratch(termCount));
  }

  @Override
  public void products(
      float[] arena,
      Products products,
      int first,
      int end,
      int place,
      int count,
      int to,
      int scratch) {
    of(Verb.PRODUCTS).products(arena, products, first, end, place, count, to, scratch);
  }

  @Override
  public void productsOfPlace(
      float[] arena, Products products, int first, int end, int place, int to, int scratch) {
    of(Verb.PRODUCTS_OF_PLACE).productsOfPlace(arena, products, first, end, place, to, scratch);
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
    of(Verb.WEIGHTED_SUM).weightedSum(arena, base, taps, weights, first, bias, fold, out, count);
  }

  @Override
  public void weightedWindow(
      float[] arena,
      Window window,
      int base,
      float[] weights,
      float[] bias,
      int channel,
      float fold,
      int out,
      int rows) {
    Verb verb = window.lie() == Window.Lie.ANY ? Verb.ANY_WINDOW : Verb.WEIGHTED_WINDOW;
    of(verb).weightedWindow(arena, window, base, weights, bias, channel, fold, out, rows);
  }

  @Override
  public void highest(float[] arena, int base, int[] taps, int out, int count) {
    of(Verb.HIGHEST).highest(arena, base, taps, out, count);
  }

  @Override
  public void add(float[] arena, int a, int b, int out, int count) {
    of(Verb.ADD).add(arena, a, b, out, count);
  }

  @Override
  public void multiply(float[] arena, int a, int b, int out, int count) {
    of(Verb.ADD).multiply(arena, a, b, out, count);
  }

  @Override
  public void scale(float[] arena, int a, float factor, int out, int count) {
    of(Verb.ADD).scale(arena, a, factor, out, count);
  }

  @Override
  public void mix(float[] arena, int a, int b, float share, int out, int count) {
    of(Verb.ADD).mix(arena, a, b, share, out, count);
  }

  @Override
  public void activate(float[] arena, int at, int count, Activation function) {
    of(Verb.ACTIVATE).activate(arena, at, count, function);
  }

  @Override
  public void deal(
      float[] arena, int a, int step, int rows, int count, int even, int odd, int pitch) {
    of(Verb.DEAL).deal(arena, a, step, rows, count, even, odd, pitch);
  }

  @Override
  public void dealFours(
      float[] arena, int a, int step, int rows, int count, int to, int apart, int pitch) {
    of(Verb.DEAL).dealFours(arena, a, step, rows, count, to, apart, pitch);
  }

  @Override
  public void doublePlane(
      float[] arena, int from, int pitch, int height, int width, int to, int toPitch) {
    of(Verb.DOUBLE_PLANE).doublePlane(arena, from, pitch, height, width, to, toPitch);
  }

  @Override
  public void halvePlane(
      float[] arena, int from, int pitch, int height, int width, int to, int toPitch) {
    of(Verb.HALVE_PLANE).halvePlane(arena, from, pitch, height, width, to, toPitch);
  }
}
