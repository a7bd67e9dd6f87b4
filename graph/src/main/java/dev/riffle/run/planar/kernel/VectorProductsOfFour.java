package dev.riffle.run.planar.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Tiles of four outputs, for {@link VectorProducts} where there are 32 registers: of places that
 * are few, and of blocks that are half empty.
 */
final class VectorProductsOfFour {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private VectorProductsOfFour() {}

  static void run(
      float[] arena,
      int[] terms,
      int first,
      int end,
      float[] weights,
      int w,
      float[] bias,
      int[] out,
      int o,
      int place,
      int to,
      float by,
      int vectors) {
    switch (vectors) {
      case 3 -> fourBy3(arena, terms, first, end, weights, w, bias, out, o, place, to, by);
      case 2 -> fourBy2(arena, terms, first, end, weights, w, bias, out, o, place, to, by);
      default -> fourBy1(arena, terms, first, end, weights, w, bias, out, o, place, to, by);
    }
  }

  private static void fourBy3(
      float[] arena,
      int[] terms,
      int first,
      int end,
      float[] weights,
      int w,
      float[] bias,
      int[] out,
      int o,
      int place,
      int to,
      float by) {
    FloatVector s00 = FloatVector.broadcast(SPECIES, bias[o]);
    FloatVector s01 = s00;
    FloatVector s02 = s00;
    FloatVector s10 = FloatVector.broadcast(SPECIES, bias[o + 1]);
    FloatVector s11 = s10;
    FloatVector s12 = s10;
    FloatVector s20 = FloatVector.broadcast(SPECIES, bias[o + 2]);
    FloatVector s21 = s20;
    FloatVector s22 = s20;
    FloatVector s30 = FloatVector.broadcast(SPECIES, bias[o + 3]);
    FloatVector s31 = s30;
    FloatVector s32 = s30;
    for (int t = first; t < end; t++, w += Products.ROWS) {
      int at = terms[t] + place;
      FloatVector x0 = FloatVector.fromArray(SPECIES, arena, at);
      FloatVector x1 = FloatVector.fromArray(SPECIES, arena, at + LANES);
      FloatVector x2 = FloatVector.fromArray(SPECIES, arena, at + 2 * LANES);
      FloatVector w0 = FloatVector.broadcast(SPECIES, weights[w]);
      s00 = x0.fma(w0, s00);
      s01 = x1.fma(w0, s01);
      s02 = x2.fma(w0, s02);
      FloatVector w1 = FloatVector.broadcast(SPECIES, weights[w + 1]);
      s10 = x0.fma(w1, s10);
      s11 = x1.fma(w1, s11);
      s12 = x2.fma(w1, s12);
      FloatVector w2 = FloatVector.broadcast(SPECIES, weights[w + 2]);
      s20 = x0.fma(w2, s20);
      s21 = x1.fma(w2, s21);
      s22 = x2.fma(w2, s22);
      FloatVector w3 = FloatVector.broadcast(SPECIES, weights[w + 3]);
      s30 = x0.fma(w3, s30);
      s31 = x1.fma(w3, s31);
      s32 = x2.fma(w3, s32);
    }
    FloatVector nothing = FloatVector.broadcast(SPECIES, -0f);
    FloatVector fold = FloatVector.broadcast(SPECIES, by);
    FloatVector y;
    int o0 = out[o] + to;
    y = nothing.add(s00);
    y.abs().fma(fold, y).intoArray(arena, o0);
    y = nothing.add(s01);
    y.abs().fma(fold, y).intoArray(arena, o0 + LANES);
    y = nothing.add(s02);
    y.abs().fma(fold, y).intoArray(arena, o0 + 2 * LANES);
    int o1 = out[o + 1] + to;
    y = nothing.add(s10);
    y.abs().fma(fold, y).intoArray(arena, o1);
    y = nothing.add(s11);
    y.abs().fma(fold, y).intoArray(arena, o1 + LANES);
    y = nothing.add(s12);
    y.abs().fma(fold, y).intoArray(arena, o1 + 2 * LANES);
    int o2 = out[o + 2] + to;
    y = nothing.add(s20);
    y.abs().fma(fold, y).intoArray(arena, o2);
    y = nothing.add(s21);
    y.abs().fma(fold, y).intoArray(arena, o2 + LANES);
    y = nothing.add(s22);
    y.abs().fma(fold, y).intoArray(arena, o2 + 2 * LANES);
    int o3 = out[o + 3] + to;
    y = nothing.add(s30);
    y.abs().fma(fold, y).intoArray(arena, o3);
    y = nothing.add(s31);
    y.abs().fma(fold, y).intoArray(arena, o3 + LANES);
    y = nothing.add(s32);
    y.abs().fma(fold, y).intoArray(arena, o3 + 2 * LANES);
  }

  private static void fourBy2(
      float[] arena,
      int[] terms,
      int first,
      int end,
      float[] weights,
      int w,
      float[] bias,
      int[] out,
      int o,
      int place,
      int to,
      float by) {
    FloatVector s00 = FloatVector.broadcast(SPECIES, bias[o]);
    FloatVector s01 = s00;
    FloatVector s10 = FloatVector.broadcast(SPECIES, bias[o + 1]);
    FloatVector s11 = s10;
    FloatVector s20 = FloatVector.broadcast(SPECIES, bias[o + 2]);
    FloatVector s21 = s20;
    FloatVector s30 = FloatVector.broadcast(SPECIES, bias[o + 3]);
    FloatVector s31 = s30;
    for (int t = first; t < end; t++, w += Products.ROWS) {
      int at = terms[t] + place;
      FloatVector x0 = FloatVector.fromArray(SPECIES, arena, at);
      FloatVector x1 = FloatVector.fromArray(SPECIES, arena, at + LANES);
      FloatVector w0 = FloatVector.broadcast(SPECIES, weights[w]);
      s00 = x0.fma(w0, s00);
      s01 = x1.fma(w0, s01);
      FloatVector w1 = FloatVector.broadcast(SPECIES, weights[w + 1]);
      s10 = x0.fma(w1, s10);
      s11 = x1.fma(w1, s11);
      FloatVector w2 = FloatVector.broadcast(SPECIES, weights[w + 2]);
      s20 = x0.fma(w2, s20);
      s21 = x1.fma(w2, s21);
      FloatVector w3 = FloatVector.broadcast(SPECIES, weights[w + 3]);
      s30 = x0.fma(w3, s30);
      s31 = x1.fma(w3, s31);
    }
    FloatVector nothing = FloatVector.broadcast(SPECIES, -0f);
    FloatVector fold = FloatVector.broadcast(SPECIES, by);
    FloatVector y;
    int o0 = out[o] + to;
    y = nothing.add(s00);
    y.abs().fma(fold, y).intoArray(arena, o0);
    y = nothing.add(s01);
    y.abs().fma(fold, y).intoArray(arena, o0 + LANES);
    int o1 = out[o + 1] + to;
    y = nothing.add(s10);
    y.abs().fma(fold, y).intoArray(arena, o1);
    y = nothing.add(s11);
    y.abs().fma(fold, y).intoArray(arena, o1 + LANES);
    int o2 = out[o + 2] + to;
    y = nothing.add(s20);
    y.abs().fma(fold, y).intoArray(arena, o2);
    y = nothing.add(s21);
    y.abs().fma(fold, y).intoArray(arena, o2 + LANES);
    int o3 = out[o + 3] + to;
    y = nothing.add(s30);
    y.abs().fma(fold, y).intoArray(arena, o3);
    y = nothing.add(s31);
    y.abs().fma(fold, y).intoArray(arena, o3 + LANES);
  }

  private static void fourBy1(
      float[] arena,
      int[] terms,
      int first,
      int end,
      float[] weights,
      int w,
      float[] bias,
      int[] out,
      int o,
      int place,
      int to,
      float by) {
    FloatVector s00 = FloatVector.broadcast(SPECIES, bias[o]);
    FloatVector s10 = FloatVector.broadcast(SPECIES, bias[o + 1]);
    FloatVector s20 = FloatVector.broadcast(SPECIES, bias[o + 2]);
    FloatVector s30 = FloatVector.broadcast(SPECIES, bias[o + 3]);
    for (int t = first; t < end; t++, w += Products.ROWS) {
      int at = terms[t] + place;
      FloatVector x0 = FloatVector.fromArray(SPECIES, arena, at);
      FloatVector w0 = FloatVector.broadcast(SPECIES, weights[w]);
      s00 = x0.fma(w0, s00);
      FloatVector w1 = FloatVector.broadcast(SPECIES, weights[w + 1]);
      s10 = x0.fma(w1, s10);
      FloatVector w2 = FloatVector.broadcast(SPECIES, weights[w + 2]);
      s20 = x0.fma(w2, s20);
      FloatVector w3 = FloatVector.broadcast(SPECIES, weights[w + 3]);
      s30 = x0.fma(w3, s30);
    }
    FloatVector nothing = FloatVector.broadcast(SPECIES, -0f);
    FloatVector fold = FloatVector.broadcast(SPECIES, by);
    FloatVector y;
    int o0 = out[o] + to;
    y = nothing.add(s00);
    y.abs().fma(fold, y).intoArray(arena, o0);
    int o1 = out[o + 1] + to;
    y = nothing.add(s10);
    y.abs().fma(fold, y).intoArray(arena, o1);
    int o2 = out[o + 2] + to;
    y = nothing.add(s20);
    y.abs().fma(fold, y).intoArray(arena, o2);
    int o3 = out[o + 3] + to;
    y = nothing.add(s30);
    y.abs().fma(fold, y).intoArray(arena, o3);
  }
}
