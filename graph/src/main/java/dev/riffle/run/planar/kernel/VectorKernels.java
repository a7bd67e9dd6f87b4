package dev.riffle.run.planar.kernel;

import dev.riffle.graph.Activation;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The verbs on the widest vectors that the processor has. Only this class and its like know the
 * incubating module; they are loaded by name where it is there.
 */
final class VectorKernels implements Kernels {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  @Override
  public String name() {
    return SPECIES.vectorBitSize() + "-bit vectors";
  }

  @Override
  public int lanes() {
    return LANES;
  }

  @Override
  public int widest() {
    return VectorProducts.WIDEST;
  }

  @Override
  public int widest(int termCount) {
    return VectorProducts.widest(termCount);
  }

  @Override
  public int fewestBlocks() {
    return VectorProducts.FEWEST_BLOCKS;
  }

  @Override
  public int scratch(int termCount) {
    return Math.max(VectorProducts.scratch(termCount), VectorProductsOfPlace.SCRATCH);
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
    VectorProducts.run(arena, products, first, end, place, vectors, to, scratch);
  }

  @Override
  public void productsOfPlace(
      float[] arena, Products products, int first, int end, int place, int to, int scratch) {
    VectorProductsOfPlace.run(arena, products, first, end, place, to, scratch);
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
    if (taps.length == 9) {
      weightedSum9(arena, base, taps, weights, first, bias, fold, out, vectors);
      return;
    }
    int i = 0;
    for (; i + 2 <= vectors; i += 2) {
      int at = base + i * LANES;
      FloatVector a = FloatVector.broadcast(SPECIES, bias);
      FloatVector b = a;
      for (int t = 0; t < taps.length; t++) {
        FloatVector weight = FloatVector.broadcast(SPECIES, weights[first + t]);
        a = FloatVector.fromArray(SPECIES, arena, at + taps[t]).fma(weight, a);
        b = FloatVector.fromArray(SPECIES, arena, at + taps[t] + LANES).fma(weight, b);
      }
      store(a, fold, arena, out + i * LANES);
      store(b, fold, arena, out + (i + 1) * LANES);
    }
    if (i < vectors) {
      int at = base + i * LANES;
      FloatVector a = FloatVector.broadcast(SPECIES, bias);
      for (int t = 0; t < taps.length; t++) {
        FloatVector weight = FloatVector.broadcast(SPECIES, weights[first + t]);
        a = FloatVector.fromArray(SPECIES, arena, at + taps[t]).fma(weight, a);
      }
      store(a, fold, arena, out + i * LANES);
    }
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
    switch (window.lie()) {
      case PLANE ->
          VectorWindows.onPlane(arena, window, base, weights, bias, channel, fold, out, rows);
      case PHASES ->
          VectorWindows.onPhases(arena, window, base, weights, bias, channel, fold, out, rows);
      default -> VectorWindows.any(arena, window, base, weights, bias, channel, fold, out, rows);
    }
  }

  private static void store(FloatVector x, float fold, float[] arena, int at) {
    x.abs().fma(FloatVector.broadcast(SPECIES, fold), x).intoArray(arena, at);
  }

  // 3 x 3 is what almost every depthwise convolution is.
  private static void weightedSum9(
      float[] arena,
      int base,
      int[] taps,
      float[] weights,
      int first,
      float bias,
      float fold,
      int out,
      int vectors) {
    FloatVector w0 = FloatVector.broadcast(SPECIES, weights[first]);
    FloatVector w1 = FloatVector.broadcast(SPECIES, weights[first + 1]);
    FloatVector w2 = FloatVector.broadcast(SPECIES, weights[first + 2]);
    FloatVector w3 = FloatVector.broadcast(SPECIES, weights[first + 3]);
    FloatVector w4 = FloatVector.broadcast(SPECIES, weights[first + 4]);
    FloatVector w5 = FloatVector.broadcast(SPECIES, weights[first + 5]);
    FloatVector w6 = FloatVector.broadcast(SPECIES, weights[first + 6]);
    FloatVector w7 = FloatVector.broadcast(SPECIES, weights[first + 7]);
    FloatVector w8 = FloatVector.broadcast(SPECIES, weights[first + 8]);
    FloatVector start = FloatVector.broadcast(SPECIES, bias);
    int t0 = base + taps[0];
    int t1 = base + taps[1];
    int t2 = base + taps[2];
    int t3 = base + taps[3];
    int t4 = base + taps[4];
    int t5 = base + taps[5];
    int t6 = base + taps[6];
    int t7 = base + taps[7];
    int t8 = base + taps[8];
    for (int i = 0; i < vectors * LANES; i += LANES) {
      FloatVector a = FloatVector.fromArray(SPECIES, arena, t0 + i).fma(w0, start);
      FloatVector b = FloatVector.fromArray(SPECIES, arena, t1 + i).mul(w1);
      a = FloatVector.fromArray(SPECIES, arena, t2 + i).fma(w2, a);
      b = FloatVector.fromArray(SPECIES, arena, t3 + i).fma(w3, b);
      a = FloatVector.fromArray(SPECIES, arena, t4 + i).fma(w4, a);
      b = FloatVector.fromArray(SPECIES, arena, t5 + i).fma(w5, b);
      a = FloatVector.fromArray(SPECIES, arena, t6 + i).fma(w6, a);
      b = FloatVector.fromArray(SPECIES, arena, t7 + i).fma(w7, b);
      a = FloatVector.fromArray(SPECIES, arena, t8 + i).fma(w8, a);
      store(a.add(b), fold, arena, out + i);
    }
  }

  @Override
  public void highest(float[] arena, int base, int[] taps, int out, int vectors) {
    VectorWindows.highest(arena, base, taps, out, vectors);
  }

  @Override
  public void add(float[] arena, int a, int b, int out, int vectors) {
    for (int i = 0; i < vectors * LANES; i += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, arena, a + i);
      x.add(FloatVector.fromArray(SPECIES, arena, b + i)).intoArray(arena, out + i);
    }
  }

  @Override
  public void multiply(float[] arena, int a, int b, int out, int vectors) {
    for (int i = 0; i < vectors * LANES; i += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, arena, a + i);
      x.mul(FloatVector.fromArray(SPECIES, arena, b + i)).intoArray(arena, out + i);
    }
  }

  @Override
  public void scale(float[] arena, int a, float factor, int out, int vectors) {
    FloatVector by = FloatVector.broadcast(SPECIES, factor);
    for (int i = 0; i < vectors * LANES; i += LANES) {
      FloatVector.fromArray(SPECIES, arena, a + i).mul(by).intoArray(arena, out + i);
    }
  }

  @Override
  public void mix(float[] arena, int a, int b, float share, int out, int vectors) {
    FloatVector ofB = FloatVector.broadcast(SPECIES, share);
    FloatVector ofA = FloatVector.broadcast(SPECIES, 1 - share);
    for (int i = 0; i < vectors * LANES; i += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, arena, a + i).mul(ofA);
      FloatVector.fromArray(SPECIES, arena, b + i).fma(ofB, x).intoArray(arena, out + i);
    }
  }

  @Override
  public void activate(float[] arena, int at, int vectors, Activation function) {
    switch (function) {
      case RELU -> clamp(arena, at, vectors, Float.POSITIVE_INFINITY);
      case RELU6 -> clamp(arena, at, vectors, 6);
      case LEAKY_RELU -> leak(arena, at, vectors);
      case HARD_SIGMOID -> hardSigmoid(arena, at, vectors);
      case HARD_SWISH -> hardSwish(arena, at, vectors);
      default -> {
        for (int i = at; i < at + vectors * LANES; i++) {
          arena[i] = function.apply(arena[i]);
        }
      }
    }
  }

  private static void clamp(float[] arena, int at, int vectors, float most) {
    for (int i = at; i < at + vectors * LANES; i += LANES) {
      FloatVector.fromArray(SPECIES, arena, i).max(0).min(most).intoArray(arena, i);
    }
  }

  private static void leak(float[] arena, int at, int vectors) {
    for (int i = at; i < at + vectors * LANES; i += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, arena, i);
      x.max(x.mul(Activation.LEAKY_SLOPE)).intoArray(arena, i);
    }
  }

  private static void hardSigmoid(float[] arena, int at, int vectors) {
    for (int i = at; i < at + vectors * LANES; i += LANES) {
      gate(FloatVector.fromArray(SPECIES, arena, i)).intoArray(arena, i);
    }
  }

  private static void hardSwish(float[] arena, int at, int vectors) {
    for (int i = at; i < at + vectors * LANES; i += LANES) {
      FloatVector x = FloatVector.fromArray(SPECIES, arena, i);
      gate(x).mul(x).intoArray(arena, i);
    }
  }

  private static FloatVector gate(FloatVector x) {
    return x.add(3).max(0).min(6).div(6);
  }

  @Override
  public void deal(
      float[] arena, int a, int step, int rows, int count, int even, int odd, int pitch) {
    VectorRows.deal(arena, a, step, rows, count, even, odd, pitch);
  }

  @Override
  public void dealFours(
      float[] arena, int a, int step, int rows, int count, int to, int apart, int pitch) {
    VectorRows.dealFours(arena, a, step, rows, count, to, apart, pitch);
  }

  @Override
  public void doublePlane(
      float[] arena, int from, int pitch, int height, int width, int to, int toPitch) {
    VectorRows.doublePlane(arena, from, pitch, height, width, to, toPitch);
  }

  @Override
  public void halvePlane(
      float[] arena, int from, int pitch, int height, int width, int to, int toPitch) {
    VectorRows.halvePlane(arena, from, pitch, height, width, to, toPitch);
  }
}
