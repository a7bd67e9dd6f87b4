package dev.riffle.run.planar.kernel;

import dev.riffle.graph.Activation;
import java.util.Arrays;

/**
 * Plain loops, most of which HotSpot vectorises by itself. They round as vectors do, operation by
 * operation, so that either can take over from the other.
 */
public final class PlainKernels implements Kernels {
  private final int lanes;
  private final int widest;

  /** In portions that suit the processor's cache. */
  public PlainKernels() {
    this(16, 3);
  }

  /** In the same portions as other kernels. */
  PlainKernels(int lanes, int widest) {
    this.lanes = lanes;
    this.widest = widest;
  }

  @Override
  public String name() {
    return "plain loops";
  }

  @Override
  public int lanes() {
    return lanes;
  }

  @Override
  public int widest() {
    return widest;
  }

  @Override
  public int fewestBlocks() {
    return 2;
  }

  @Override
  public int scratch(int termCount) {
    return 2 * Products.ROWS; // of one place
  }

  @Override
  public void products(
      float[] arena,
      Products products,
      int first,
      int end,
      int place,
      int vectors,
      int to,
      int scratch) {
    for (int block = first; block < end; block++) {
      block(arena, products, block, place, vectors * lanes, to);
    }
  }

  // HotSpot vectorises sums in arrays of their own: in the arena they might overlap what is added.
  private static void block(
      float[] arena, Products products, int block, int place, int count, int to) {
    int row = block * Products.ROWS;
    for (int r = 0; r < products.rows(block); r++) {
      float[] sums = filled(products.bias()[row + r], count);
      addRow(arena, products, block, r, place, sums);
      store(sums, products.fold(), arena, products.out()[row + r] + to);
    }
  }

  // Four terms a round, so that a short loop has something to do.
  private static void addRow(
      float[] arena, Products products, int block, int row, int place, float[] sums) {
    int[] terms = products.terms();
    float[] weights = products.weights();
    int t = products.firstTerm(block);
    int end = t + products.termCount();
    int w = products.firstWeight(block) + row;
    for (; t + 4 <= end; t += 4, w += 4 * Products.ROWS) {
      addFour(
          arena,
          terms[t] + place,
          terms[t + 1] + place,
          terms[t + 2] + place,
          terms[t + 3] + place,
          weights[w],
          weights[w + Products.ROWS],
          weights[w + 2 * Products.ROWS],
          weights[w + 3 * Products.ROWS],
          sums);
    }
    for (; t < end; t++, w += Products.ROWS) {
      addWeighted(arena, terms[t] + place, weights[w], sums);
    }
  }

  private static void addFour(
      float[] arena,
      int a,
      int b,
      int c,
      int d,
      float ofA,
      float ofB,
      float ofC,
      float ofD,
      float[] sums) {
    for (int i = 0; i < sums.length; i++) {
      float sum = Math.fma(ofA, arena[a + i], sums[i]);
      sum = Math.fma(ofB, arena[b + i], sum);
      sum = Math.fma(ofC, arena[c + i], sum);
      sums[i] = Math.fma(ofD, arena[d + i], sum);
    }
  }

  private static float[] filled(float value, int count) {
    float[] sums = new float[count];
    Arrays.fill(sums, value);
    return sums;
  }

  private static void addWeighted(float[] arena, int from, float weight, float[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] = Math.fma(weight, arena[from + i], sums[i]);
    }
  }

  private static void store(float[] sums, float fold, float[] arena, int at) {
    for (int i = 0; i < sums.length; i++) {
      arena[at + i] = Math.fma(Math.abs(sums[i]), fold, sums[i]);
    }
  }

  @Override
  public void productsOfPlace(
      float[] arena, Products products, int first, int end, int place, int to, int scratch) {
    for (int block = first; block < end; block++) {
      Arrays.fill(arena, scratch, scratch + 2 * Products.ROWS, 0);
      int term = products.firstTerm(block);
      int weight = products.firstWeight(block);
      for (int t = 0; t + 1 < products.termCount(); t += 2) {
        for (int i = 0; i < 2 * Products.ROWS; i++) {
          float x = arena[products.terms()[term + t + i / Products.ROWS] + place];
          float w = products.weights()[weight + t * Products.ROWS + i];
          arena[scratch + i] = Math.fma(w, x, arena[scratch + i]);
        }
      }
      products.finishPlace(arena, block, place, to, scratch);
    }
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
      int vectors) {
    float[] sums = filled(bias, vectors * lanes);
    if (taps.length == 9) {
      // In two sums, as vectors have it.
      float[] others = new float[sums.length];
      multiply(arena, base + taps[1], weights[first + 1], others);
      for (int t = 0; t < taps.length; t++) {
        if (t != 1) {
          addWeighted(arena, base + taps[t], weights[first + t], t % 2 == 0 ? sums : others);
        }
      }
      add(others, sums);
    } else {
      for (int t = 0; t < taps.length; t++) {
        addWeighted(arena, base + taps[t], weights[first + t], sums);
      }
    }
    store(sums, fold, arena, out);
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
    new PlainWindow(arena, window, weights, channel * window.cells(), bias[channel])
        .run(base, fold, out, rows);
  }

  private static void multiply(float[] arena, int from, float weight, float[] products) {
    for (int i = 0; i < products.length; i++) {
      products[i] = weight * arena[from + i];
    }
  }

  private static void add(float[] from, float[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += from[i];
    }
  }

  @Override
  public void highest(float[] arena, int base, int[] taps, int out, int vectors) {
    Arrays.fill(arena, out, out + vectors * lanes, Float.NEGATIVE_INFINITY);
    for (int tap : taps) {
      for (int i = 0; i < vectors * lanes; i++) {
        arena[out + i] = Math.max(arena[out + i], arena[base + tap + i]);
      }
    }
  }

  @Override
  public void add(float[] arena, int a, int b, int out, int vectors) {
    for (int i = 0; i < vectors * lanes; i++) {
      arena[out + i] = arena[a + i] + arena[b + i];
    }
  }

  @Override
  public void multiply(float[] arena, int a, int b, int out, int vectors) {
    for (int i = 0; i < vectors * lanes; i++) {
      arena[out + i] = arena[a + i] * arena[b + i];
    }
  }

  @Override
  public void scale(float[] arena, int a, float factor, int out, int vectors) {
    for (int i = 0; i < vectors * lanes; i++) {
      arena[out + i] = arena[a + i] * factor;
    }
  }

  @Override
  public void mix(float[] arena, int a, int b, float share, int out, int vectors) {
    for (int i = 0; i < vectors * lanes; i++) {
      arena[out + i] = Math.fma(arena[b + i], share, (1 - share) * arena[a + i]);
    }
  }

  @Override
  public void activate(float[] arena, int at, int vectors, Activation function) {
    for (int i = at; i < at + vectors * lanes; i++) {
      arena[i] = function.apply(arena[i]);
    }
  }

  @Override
  public void deal(
      float[] arena, int a, int step, int rows, int count, int even, int odd, int pitch) {
    for (int row = 0; row < rows; row++) {
      int from = a + row * step;
      int to = row * pitch;
      for (int i = 0; 2 * i < count; i++) {
        arena[even + to + i] = arena[from + 2 * i];
        arena[odd + to + i] = arena[from + 2 * i + 1];
      }
    }
  }

  @Override
  public void dealFours(
      float[] arena, int a, int step, int rows, int count, int to, int apart, int pitch) {
    for (int row = 0; row < rows; row++) {
      int from = a + row * step;
      int out = to + row * pitch;
      for (int i = 0; 4 * i < count; i++) {
        for (int part = 0; part < 4; part++) {
          arena[out + part * apart + i] = arena[from + 4 * i + part];
        }
      }
    }
  }

  @Override
  public void doublePlane(
      float[] arena, int from, int pitch, int height, int width, int to, int toPitch) {
    PlainPlanes.twice(arena, from, pitch, height, width, to, toPitch);
  }

  @Override
  public void halvePlane(
      float[] arena, int from, int pitch, int height, int width, int to, int toPitch) {
    PlainPlanes.half(arena, from, pitch, height, width, to, toPitch);
  }
}
