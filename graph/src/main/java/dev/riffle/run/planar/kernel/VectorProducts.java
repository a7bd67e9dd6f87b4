package dev.riffle.run.planar.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Kernels#products} by vectors: a tile of four outputs by one to four vectors of places
 * stays in registers while all terms are added to it.
 *
 * <p>Written out tile by tile: HotSpot keeps vectors in registers only where each is a local
 * variable, and gives up on a method that makes too many calls on vectors. Four by four is what
 * still fits the 32 registers of AVX-512 together with what is loaded.
 */
final class VectorProducts {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private VectorProducts() {}

  static void run(float[] arena, Products products, int block, int place, int vectors, int to) {
    int[] terms = products.terms();
    int first = products.firstTerm(block);
    int end = first + products.termCount();
    float[] weights = products.weights();
    int w = products.firstWeight(block);
    float[] bias = products.bias();
    int[] out = products.out();
    int row = block * Products.ROWS;
    float fold = products.fold();
    switch (vectors) {
      case 4 -> products4(arena, terms, first, end, weights, w, bias, out, row, place, to, fold);
      case 3 -> products3(arena, terms, first, end, weights, w, bias, out, row, place, to, fold);
      case 2 -> products2(arena, terms, first, end, weights, w, bias, out, row, place, to, fold);
      default -> products1(arena, terms, first, end, weights, w, bias, out, row, place, to, fold);
    }
  }

  private static void products4(
      float[] arena,
      int[] terms,
      int first,
      int end,
      float[] weights,
      int w,
      float[] bias,
      int[] out,
      int row,
      int place,
      int to,
      float by) {
    FloatVector s00 = FloatVector.broadcast(SPECIES, bias[row + 0]);
    FloatVector s01 = s00;
    FloatVector s02 = s00;
    FloatVector s03 = s00;
    FloatVector s10 = FloatVector.broadcast(SPECIES, bias[row + 1]);
    FloatVector s11 = s10;
    FloatVector s12 = s10;
    FloatVector s13 = s10;
    FloatVector s20 = FloatVector.broadcast(SPECIES, bias[row + 2]);
    FloatVector s21 = s20;
    FloatVector s22 = s20;
    FloatVector s23 = s20;
    FloatVector s30 = FloatVector.broadcast(SPECIES, bias[row + 3]);
    FloatVector s31 = s30;
    FloatVector s32 = s30;
    FloatVector s33 = s30;
    for (int t = first; t < end; t++, w += Products.ROWS) {
      int at = terms[t] + place;
      FloatVector x0 = FloatVector.fromArray(SPECIES, arena, at);
      FloatVector x1 = FloatVector.fromArray(SPECIES, arena, at + LANES);
      FloatVector x2 = FloatVector.fromArray(SPECIES, arena, at + 2 * LANES);
      FloatVector x3 = FloatVector.fromArray(SPECIES, arena, at + 3 * LANES);
      FloatVector w0 = FloatVector.broadcast(SPECIES, weights[w]);
      s00 = x0.fma(w0, s00);
      s01 = x1.fma(w0, s01);
      s02 = x2.fma(w0, s02);
      s03 = x3.fma(w0, s03);
      FloatVector w1 = FloatVector.broadcast(SPECIES, weights[w + 1]);
      s10 = x0.fma(w1, s10);
      s11 = x1.fma(w1, s11);
      s12 = x2.fma(w1, s12);
      s13 = x3.fma(w1, s13);
      FloatVector w2 = FloatVector.broadcast(SPECIES, weights[w + 2]);
      s20 = x0.fma(w2, s20);
      s21 = x1.fma(w2, s21);
      s22 = x2.fma(w2, s22);
      s23 = x3.fma(w2, s23);
      FloatVector w3 = FloatVector.broadcast(SPECIES, weights[w + 3]);
      s30 = x0.fma(w3, s30);
      s31 = x1.fma(w3, s31);
      s32 = x2.fma(w3, s32);
      s33 = x3.fma(w3, s33);
    }
    FloatVector fold = FloatVector.broadcast(SPECIES, by);
    int o0 = out[row] + to;
    s00.abs().fma(fold, s00).intoArray(arena, o0);
    s01.abs().fma(fold, s01).intoArray(arena, o0 + LANES);
    s02.abs().fma(fold, s02).intoArray(arena, o0 + 2 * LANES);
    s03.abs().fma(fold, s03).intoArray(arena, o0 + 3 * LANES);
    int o1 = out[row + 1] + to;
    s10.abs().fma(fold, s10).intoArray(arena, o1);
    s11.abs().fma(fold, s11).intoArray(arena, o1 + LANES);
    s12.abs().fma(fold, s12).intoArray(arena, o1 + 2 * LANES);
    s13.abs().fma(fold, s13).intoArray(arena, o1 + 3 * LANES);
    int o2 = out[row + 2] + to;
    s20.abs().fma(fold, s20).intoArray(arena, o2);
    s21.abs().fma(fold, s21).intoArray(arena, o2 + LANES);
    s22.abs().fma(fold, s22).intoArray(arena, o2 + 2 * LANES);
    s23.abs().fma(fold, s23).intoArray(arena, o2 + 3 * LANES);
    int o3 = out[row + 3] + to;
    s30.abs().fma(fold, s30).intoArray(arena, o3);
    s31.abs().fma(fold, s31).intoArray(arena, o3 + LANES);
    s32.abs().fma(fold, s32).intoArray(arena, o3 + 2 * LANES);
    s33.abs().fma(fold, s33).intoArray(arena, o3 + 3 * LANES);
  }

  private static void products3(
      float[] arena,
      int[] terms,
      int first,
      int end,
      float[] weights,
      int w,
      float[] bias,
      int[] out,
      int row,
      int place,
      int to,
      float by) {
    FloatVector s00 = FloatVector.broadcast(SPECIES, bias[row + 0]);
    FloatVector s01 = s00;
    FloatVector s02 = s00;
    FloatVector s10 = FloatVector.broadcast(SPECIES, bias[row + 1]);
    FloatVector s11 = s10;
    FloatVector s12 = s10;
    FloatVector s20 = FloatVector.broadcast(SPECIES, bias[row + 2]);
    FloatVector s21 = s20;
    FloatVector s22 = s20;
    FloatVector s30 = FloatVector.broadcast(SPECIES, bias[row + 3]);
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
    FloatVector fold = FloatVector.broadcast(SPECIES, by);
    int o0 = out[row] + to;
    s00.abs().fma(fold, s00).intoArray(arena, o0);
    s01.abs().fma(fold, s01).intoArray(arena, o0 + LANES);
    s02.abs().fma(fold, s02).intoArray(arena, o0 + 2 * LANES);
    int o1 = out[row + 1] + to;
    s10.abs().fma(fold, s10).intoArray(arena, o1);
    s11.abs().fma(fold, s11).intoArray(arena, o1 + LANES);
    s12.abs().fma(fold, s12).intoArray(arena, o1 + 2 * LANES);
    int o2 = out[row + 2] + to;
    s20.abs().fma(fold, s20).intoArray(arena, o2);
    s21.abs().fma(fold, s21).intoArray(arena, o2 + LANES);
    s22.abs().fma(fold, s22).intoArray(arena, o2 + 2 * LANES);
    int o3 = out[row + 3] + to;
    s30.abs().fma(fold, s30).intoArray(arena, o3);
    s31.abs().fma(fold, s31).intoArray(arena, o3 + LANES);
    s32.abs().fma(fold, s32).intoArray(arena, o3 + 2 * LANES);
  }

  private static void products2(
      float[] arena,
      int[] terms,
      int first,
      int end,
      float[] weights,
      int w,
      float[] bias,
      int[] out,
      int row,
      int place,
      int to,
      float by) {
    FloatVector s00 = FloatVector.broadcast(SPECIES, bias[row + 0]);
    FloatVector s01 = s00;
    FloatVector s10 = FloatVector.broadcast(SPECIES, bias[row + 1]);
    FloatVector s11 = s10;
    FloatVector s20 = FloatVector.broadcast(SPECIES, bias[row + 2]);
    FloatVector s21 = s20;
    FloatVector s30 = FloatVector.broadcast(SPECIES, bias[row + 3]);
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
    FloatVector fold = FloatVector.broadcast(SPECIES, by);
    int o0 = out[row] + to;
    s00.abs().fma(fold, s00).intoArray(arena, o0);
    s01.abs().fma(fold, s01).intoArray(arena, o0 + LANES);
    int o1 = out[row + 1] + to;
    s10.abs().fma(fold, s10).intoArray(arena, o1);
    s11.abs().fma(fold, s11).intoArray(arena, o1 + LANES);
    int o2 = out[row + 2] + to;
    s20.abs().fma(fold, s20).intoArray(arena, o2);
    s21.abs().fma(fold, s21).intoArray(arena, o2 + LANES);
    int o3 = out[row + 3] + to;
    s30.abs().fma(fold, s30).intoArray(arena, o3);
    s31.abs().fma(fold, s31).intoArray(arena, o3 + LANES);
  }

  private static void products1(
      float[] arena,
      int[] terms,
      int first,
      int end,
      float[] weights,
      int w,
      float[] bias,
      int[] out,
      int row,
      int place,
      int to,
      float by) {
    FloatVector s00 = FloatVector.broadcast(SPECIES, bias[row + 0]);
    FloatVector s10 = FloatVector.broadcast(SPECIES, bias[row + 1]);
    FloatVector s20 = FloatVector.broadcast(SPECIES, bias[row + 2]);
    FloatVector s30 = FloatVector.broadcast(SPECIES, bias[row + 3]);
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
    FloatVector fold = FloatVector.broadcast(SPECIES, by);
    int o0 = out[row] + to;
    s00.abs().fma(fold, s00).intoArray(arena, o0);
    int o1 = out[row + 1] + to;
    s10.abs().fma(fold, s10).intoArray(arena, o1);
    int o2 = out[row + 2] + to;
    s20.abs().fma(fold, s20).intoArray(arena, o2);
    int o3 = out[row + 3] + to;
    s30.abs().fma(fold, s30).intoArray(arena, o3);
  }
}
