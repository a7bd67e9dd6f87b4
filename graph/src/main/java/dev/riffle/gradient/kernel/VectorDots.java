package dev.riffle.gradient.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sums of products of planes, by vectors: sixteen or nine of them stay in registers while the
 * planes go by. Every {@link #CHUNK} vectors they are put by, so that no sum grows much larger than
 * what is added to it.
 *
 * <p>Written out, since HotSpot keeps vectors in registers only where each is a local variable.
 */
final class VectorDots {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int CHUNK = 256;
  private static final int TILE = SlopeKernels.TILE;

  private VectorDots() {}

  static void dots(
      float[] arena, int[] rows, int row, int[] terms, int term, int vectors, int scratch) {
    Arrays.fill(arena, scratch, scratch + TILE * TILE * LANES, 0);
    for (int from = 0; from < vectors; from += CHUNK) {
      int begin = from * LANES;
      int end = Math.min(from + CHUNK, vectors) * LANES;
      dots(arena, rows, row, terms, term, begin, end, scratch);
    }
    total(arena, scratch, TILE * TILE);
  }

  // Lane by lane, the first number at the beginning: a vector's own sum may take any order.
  private static void total(float[] arena, int scratch, int count) {
    for (int k = 0; k < count; k++) {
      float sum = 0;
      for (int i = scratch + k * LANES; i < scratch + (k + 1) * LANES; i++) {
        sum += arena[i];
      }
      arena[scratch + k] = sum;
    }
  }

  private static void dots(
      float[] arena, int[] rows, int row, int[] terms, int term, int begin, int end, int scratch) {
    FloatVector s00 = FloatVector.zero(SPECIES);
    FloatVector s01 = s00;
    FloatVector s02 = s00;
    FloatVector s03 = s00;
    FloatVector s10 = s00;
    FloatVector s11 = s00;
    FloatVector s12 = s00;
    FloatVector s13 = s00;
    FloatVector s20 = s00;
    FloatVector s21 = s00;
    FloatVector s22 = s00;
    FloatVector s23 = s00;
    FloatVector s30 = s00;
    FloatVector s31 = s00;
    FloatVector s32 = s00;
    FloatVector s33 = s00;
    int r0 = rows[row];
    int r1 = rows[row + 1];
    int r2 = rows[row + 2];
    int r3 = rows[row + 3];
    int t0 = terms[term];
    int t1 = terms[term + 1];
    int t2 = terms[term + 2];
    int t3 = terms[term + 3];
    for (int i = begin; i < end; i += LANES) {
      FloatVector x0 = FloatVector.fromArray(SPECIES, arena, t0 + i);
      FloatVector x1 = FloatVector.fromArray(SPECIES, arena, t1 + i);
      FloatVector x2 = FloatVector.fromArray(SPECIES, arena, t2 + i);
      FloatVector x3 = FloatVector.fromArray(SPECIES, arena, t3 + i);
      FloatVector d0 = FloatVector.fromArray(SPECIES, arena, r0 + i);
      s00 = d0.fma(x0, s00);
      s01 = d0.fma(x1, s01);
      s02 = d0.fma(x2, s02);
      s03 = d0.fma(x3, s03);
      FloatVector d1 = FloatVector.fromArray(SPECIES, arena, r1 + i);
      s10 = d1.fma(x0, s10);
      s11 = d1.fma(x1, s11);
      s12 = d1.fma(x2, s12);
      s13 = d1.fma(x3, s13);
      FloatVector d2 = FloatVector.fromArray(SPECIES, arena, r2 + i);
      s20 = d2.fma(x0, s20);
      s21 = d2.fma(x1, s21);
      s22 = d2.fma(x2, s22);
      s23 = d2.fma(x3, s23);
      FloatVector d3 = FloatVector.fromArray(SPECIES, arena, r3 + i);
      s30 = d3.fma(x0, s30);
      s31 = d3.fma(x1, s31);
      s32 = d3.fma(x2, s32);
      s33 = d3.fma(x3, s33);
    }
    put(arena, scratch, 0, s00, s01, s02);
    put(arena, scratch, 3, s03, s10, s11);
    put(arena, scratch, 6, s12, s13, s20);
    put(arena, scratch, 9, s21, s22, s23);
    put(arena, scratch, 12, s30, s31, s32);
    put(arena, scratch, 15, s33);
  }

  private static void put(float[] arena, int scratch, int k, FloatVector sum) {
    int at = scratch + k * LANES;
    FloatVector.fromArray(SPECIES, arena, at).add(sum).intoArray(arena, at);
  }

  private static void put(
      float[] arena, int scratch, int k, FloatVector a, FloatVector b, FloatVector c) {
    put(arena, scratch, k, a);
    put(arena, scratch, k + 1, b);
    put(arena, scratch, k + 2, c);
  }

  static void correlate(
      float[] arena, int row, int base, int[] taps, int from, int vectors, int scratch) {
    Arrays.fill(arena, scratch, scratch + SlopeKernels.TAPS * LANES, 0);
    for (int first = 0; first < vectors; first += CHUNK) {
      int begin = first * LANES;
      int end = Math.min(first + CHUNK, vectors) * LANES;
      correlate(arena, row, base, taps, from, begin, end, scratch);
    }
    total(arena, scratch, SlopeKernels.TAPS);
  }

  private static void correlate(
      float[] arena, int row, int base, int[] taps, int from, int begin, int end, int scratch) {
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    FloatVector s4 = s0;
    FloatVector s5 = s0;
    FloatVector s6 = s0;
    FloatVector s7 = s0;
    FloatVector s8 = s0;
    int t0 = base + taps[from];
    int t1 = base + taps[from + 1];
    int t2 = base + taps[from + 2];
    int t3 = base + taps[from + 3];
    int t4 = base + taps[from + 4];
    int t5 = base + taps[from + 5];
    int t6 = base + taps[from + 6];
    int t7 = base + taps[from + 7];
    int t8 = base + taps[from + 8];
    for (int i = begin; i < end; i += LANES) {
      FloatVector d = FloatVector.fromArray(SPECIES, arena, row + i);
      s0 = FloatVector.fromArray(SPECIES, arena, t0 + i).fma(d, s0);
      s1 = FloatVector.fromArray(SPECIES, arena, t1 + i).fma(d, s1);
      s2 = FloatVector.fromArray(SPECIES, arena, t2 + i).fma(d, s2);
      s3 = FloatVector.fromArray(SPECIES, arena, t3 + i).fma(d, s3);
      s4 = FloatVector.fromArray(SPECIES, arena, t4 + i).fma(d, s4);
      s5 = FloatVector.fromArray(SPECIES, arena, t5 + i).fma(d, s5);
      s6 = FloatVector.fromArray(SPECIES, arena, t6 + i).fma(d, s6);
      s7 = FloatVector.fromArray(SPECIES, arena, t7 + i).fma(d, s7);
      s8 = FloatVector.fromArray(SPECIES, arena, t8 + i).fma(d, s8);
    }
    put(arena, scratch, 0, s0, s1, s2);
    put(arena, scratch, 3, s3, s4, s5);
    put(arena, scratch, 6, s6, s7, s8);
  }
}
