package dev.riffle.run.planar.kernel;

import dev.riffle.graph.Activation;
import java.util.Arrays;

/** Loops that HotSpot vectorises by itself as far as it can. */
public final class PlainKernels implements Kernels {
  private static final int LANES = 16;

  @Override
  public String name() {
    return "plain loops";
  }

  @Override
  public int lanes() {
    return LANES;
  }

  @Override
  public int widest() {
    return 4;
  }

  @Override
  public void products(float[] arena, Products products, int block, int place, int vectors) {
    int count = vectors * LANES;
    int firstTerm = products.firstTerm(block);
    int firstWeight = products.firstWeight(block);
    for (int row = 0; row < Products.ROWS; row++) {
      int out = products.out()[block * Products.ROWS + row] + place;
      Arrays.fill(arena, out, out + count, products.bias()[block * Products.ROWS + row]);
      for (int t = 0; t < products.termCount(); t++) {
        float weight = products.weights()[firstWeight + t * Products.ROWS + row];
        addWeighted(arena, products.terms()[firstTerm + t] + place, weight, out, count);
      }
      fold(arena, out, count, products.fold());
    }
  }

  private static void addWeighted(float[] arena, int from, float weight, int to, int count) {
    for (int i = 0; i < count; i++) {
      arena[to + i] += weight * arena[from + i];
    }
  }

  private static void fold(float[] arena, int at, int count, float fold) {
    for (int i = at; i < at + count; i++) {
      arena[i] += fold * Math.abs(arena[i]);
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
    int count = vectors * LANES;
    Arrays.fill(arena, out, out + count, bias);
    for (int t = 0; t < taps.length; t++) {
      addWeighted(arena, base + taps[t], weights[first + t], out, count);
    }
    fold(arena, out, count, fold);
  }

  @Override
  public void highest(float[] arena, int base, int[] taps, int out, int vectors) {
    Arrays.fill(arena, out, out + vectors * LANES, Float.NEGATIVE_INFINITY);
    for (int tap : taps) {
      for (int i = 0; i < vectors * LANES; i++) {
        arena[out + i] = Math.max(arena[out + i], arena[base + tap + i]);
      }
    }
  }

  @Override
  public void add(float[] arena, int a, int b, int out, int vectors) {
    for (int i = 0; i < vectors * LANES; i++) {
      arena[out + i] = arena[a + i] + arena[b + i];
    }
  }

  @Override
  public void multiply(float[] arena, int a, int b, int out, int vectors) {
    for (int i = 0; i < vectors * LANES; i++) {
      arena[out + i] = arena[a + i] * arena[b + i];
    }
  }

  @Override
  public void scale(float[] arena, int a, float factor, int out, int vectors) {
    for (int i = 0; i < vectors * LANES; i++) {
      arena[out + i] = arena[a + i] * factor;
    }
  }

  @Override
  public void mix(float[] arena, int a, int b, float share, int out, int vectors) {
    for (int i = 0; i < vectors * LANES; i++) {
      arena[out + i] = (1 - share) * arena[a + i] + share * arena[b + i];
    }
  }

  @Override
  public void activate(float[] arena, int at, int vectors, Activation function) {
    for (int i = at; i < at + vectors * LANES; i++) {
      arena[i] = function.apply(arena[i]);
    }
  }

  @Override
  public float sum(float[] arena, int at, int count) {
    float sum = 0;
    for (int i = at; i < at + count; i++) {
      sum += arena[i];
    }
    return sum;
  }

  @Override
  public float dot(float[] a, int at, float[] b, int bt, int count) {
    float sum = 0;
    for (int i = 0; i < count; i++) {
      sum += a[at + i] * b[bt + i];
    }
    return sum;
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
  public void doubleRow(float[] arena, int above, int below, float share, int count, int out) {
    float before = mixed(arena, above, below, share);
    for (int i = 0; i < count; i++) {
      int next = Math.min(i + 1, count - 1);
      float here = mixed(arena, above + i, below + i, share);
      arena[out + 2 * i] = 0.75f * here + 0.25f * before;
      arena[out + 2 * i + 1] =
          0.75f * here + 0.25f * mixed(arena, above + next, below + next, share);
      before = here;
    }
  }

  @Override
  public void halveRow(float[] arena, int above, int below, float share, int count, int out) {
    for (int i = 0; i < count; i++) {
      float even = mixed(arena, above + 2 * i, below + 2 * i, share);
      float odd = mixed(arena, above + 2 * i + 1, below + 2 * i + 1, share);
      arena[out + i] = 0.5f * even + 0.5f * odd;
    }
  }

  private static float mixed(float[] arena, int above, int below, float share) {
    return (1 - share) * arena[above] + share * arena[below];
  }
}
