package dev.riffle.run.planar.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Tiles of eight outputs, for {@link VectorProducts} where there are 32 registers: by three vectors
 * of places they still fit together with what is loaded, and ask the least of memory.
 */
final class VectorProductsOfEight {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private VectorProductsOfEight() {}

  static void by3(
      float[] arena,
      int[] terms,
      int first,
      int end,
      float[] weights,
      int w,
      float[] bias,
      int[] out,
      int o,
      int stop,
      int place,
      int to,
      float by) {
    FloatVector nothing = FloatVector.broadcast(SPECIES, -0f);
    FloatVector fold = FloatVector.broadcast(SPECIES, by);
    for (; o < stop; o += Products.ROWS) {
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
      FloatVector s40 = FloatVector.broadcast(SPECIES, bias[o + 4]);
      FloatVector s41 = s40;
      FloatVector s42 = s40;
      FloatVector s50 = FloatVector.broadcast(SPECIES, bias[o + 5]);
      FloatVector s51 = s50;
      FloatVector s52 = s50;
      FloatVector s60 = FloatVector.broadcast(SPECIES, bias[o + 6]);
      FloatVector s61 = s60;
      FloatVector s62 = s60;
      FloatVector s70 = FloatVector.broadcast(SPECIES, bias[o + 7]);
      FloatVector s71 = s70;
      FloatVector s72 = s70;
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
        FloatVector w4 = FloatVector.broadcast(SPECIES, weights[w + 4]);
        s40 = x0.fma(w4, s40);
        s41 = x1.fma(w4, s41);
        s42 = x2.fma(w4, s42);
        FloatVector w5 = FloatVector.broadcast(SPECIES, weights[w + 5]);
        s50 = x0.fma(w5, s50);
        s51 = x1.fma(w5, s51);
        s52 = x2.fma(w5, s52);
        FloatVector w6 = FloatVector.broadcast(SPECIES, weights[w + 6]);
        s60 = x0.fma(w6, s60);
        s61 = x1.fma(w6, s61);
        s62 = x2.fma(w6, s62);
        FloatVector w7 = FloatVector.broadcast(SPECIES, weights[w + 7]);
        s70 = x0.fma(w7, s70);
        s71 = x1.fma(w7, s71);
        s72 = x2.fma(w7, s72);
      }
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
      int o4 = out[o + 4] + to;
      y = nothing.add(s40);
      y.abs().fma(fold, y).intoArray(arena, o4);
      y = nothing.add(s41);
      y.abs().fma(fold, y).intoArray(arena, o4 + LANES);
      y = nothing.add(s42);
      y.abs().fma(fold, y).intoArray(arena, o4 + 2 * LANES);
      int o5 = out[o + 5] + to;
      y = nothing.add(s50);
      y.abs().fma(fold, y).intoArray(arena, o5);
      y = nothing.add(s51);
      y.abs().fma(fold, y).intoArray(arena, o5 + LANES);
      y = nothing.add(s52);
      y.abs().fma(fold, y).intoArray(arena, o5 + 2 * LANES);
      int o6 = out[o + 6] + to;
      y = nothing.add(s60);
      y.abs().fma(fold, y).intoArray(arena, o6);
      y = nothing.add(s61);
      y.abs().fma(fold, y).intoArray(arena, o6 + LANES);
      y = nothing.add(s62);
      y.abs().fma(fold, y).intoArray(arena, o6 + 2 * LANES);
      int o7 = out[o + 7] + to;
      y = nothing.add(s70);
      y.abs().fma(fold, y).intoArray(arena, o7);
      y = nothing.add(s71);
      y.abs().fma(fold, y).intoArray(arena, o7 + LANES);
      y = nothing.add(s72);
      y.abs().fma(fold, y).intoArray(arena, o7 + 2 * LANES);
    }
  }

  static void by2(
      float[] arena,
      int[] terms,
      int first,
      int end,
      float[] weights,
      int w,
      float[] bias,
      int[] out,
      int o,
      int stop,
      int place,
      int to,
      float by) {
    FloatVector nothing = FloatVector.broadcast(SPECIES, -0f);
    FloatVector fold = FloatVector.broadcast(SPECIES, by);
    for (; o < stop; o += Products.ROWS) {
      FloatVector s00 = FloatVector.broadcast(SPECIES, bias[o]);
      FloatVector s01 = s00;
      FloatVector s10 = FloatVector.broadcast(SPECIES, bias[o + 1]);
      FloatVector s11 = s10;
      FloatVector s20 = FloatVector.broadcast(SPECIES, bias[o + 2]);
      FloatVector s21 = s20;
      FloatVector s30 = FloatVector.broadcast(SPECIES, bias[o + 3]);
      FloatVector s31 = s30;
      FloatVector s40 = FloatVector.broadcast(SPECIES, bias[o + 4]);
      FloatVector s41 = s40;
      FloatVector s50 = FloatVector.broadcast(SPECIES, bias[o + 5]);
      FloatVector s51 = s50;
      FloatVector s60 = FloatVector.broadcast(SPECIES, bias[o + 6]);
      FloatVector s61 = s60;
      FloatVector s70 = FloatVector.broadcast(SPECIES, bias[o + 7]);
      FloatVector s71 = s70;
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
        FloatVector w4 = FloatVector.broadcast(SPECIES, weights[w + 4]);
        s40 = x0.fma(w4, s40);
        s41 = x1.fma(w4, s41);
        FloatVector w5 = FloatVector.broadcast(SPECIES, weights[w + 5]);
        s50 = x0.fma(w5, s50);
        s51 = x1.fma(w5, s51);
        FloatVector w6 = FloatVector.broadcast(SPECIES, weights[w + 6]);
        s60 = x0.fma(w6, s60);
        s61 = x1.fma(w6, s61);
        FloatVector w7 = FloatVector.broadcast(SPECIES, weights[w + 7]);
        s70 = x0.fma(w7, s70);
        s71 = x1.fma(w7, s71);
      }
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
      int o4 = out[o + 4] + to;
      y = nothing.add(s40);
      y.abs().fma(fold, y).intoArray(arena, o4);
      y = nothing.add(s41);
      y.abs().fma(fold, y).intoArray(arena, o4 + LANES);
      int o5 = out[o + 5] + to;
      y = nothing.add(s50);
      y.abs().fma(fold, y).intoArray(arena, o5);
      y = nothing.add(s51);
      y.abs().fma(fold, y).intoArray(arena, o5 + LANES);
      int o6 = out[o + 6] + to;
      y = nothing.add(s60);
      y.abs().fma(fold, y).intoArray(arena, o6);
      y = nothing.add(s61);
      y.abs().fma(fold, y).intoArray(arena, o6 + LANES);
      int o7 = out[o + 7] + to;
      y = nothing.add(s70);
      y.abs().fma(fold, y).intoArray(arena, o7);
      y = nothing.add(s71);
      y.abs().fma(fold, y).intoArray(arena, o7 + LANES);
    }
  }
}
