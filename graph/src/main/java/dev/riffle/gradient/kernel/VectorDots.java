package dev.riffle.gradient.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
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
  private static final int TAPS = SlopeKernels.TAPS;

  private static final int SUMS = TILE * TILE; // at least as many as TAPS

  // Each a constant of its own, of which the compiler knows the numbers.
  private static final VectorMask<Float> SECOND_1 = second(1);
  private static final VectorMask<Float> SECOND_2 = second(2);
  private static final VectorMask<Float> SECOND_4 = second(4);
  private static final VectorMask<Float> SECOND_8 = second(8);
  private static final VectorShuffle<Float> NEIGHBOUR_1 = neighbour(1);
  private static final VectorShuffle<Float> NEIGHBOUR_2 = neighbour(2);
  private static final VectorShuffle<Float> NEIGHBOUR_4 = neighbour(4);
  private static final VectorShuffle<Float> NEIGHBOUR_8 = neighbour(8);

  private VectorDots() {}

  // Lanes whose neighbour so far away lies before them.
  private static VectorMask<Float> second(int away) {
    boolean[] isSecond = new boolean[LANES];
    for (int lane = 0; lane < LANES; lane++) {
      isSecond[lane] = (lane & away) != 0;
    }
    return VectorMask.fromArray(SPECIES, isSecond, 0);
  }

  private static VectorShuffle<Float> neighbour(int away) {
    return VectorShuffle.fromOp(SPECIES, lane -> (lane ^ away) % LANES);
  }

  static void dots(
      float[] arena, int[] rows, int row, int[] terms, int term, int vectors, int scratch) {
    for (int from = 0; from < vectors; from += CHUNK) {
      int begin = from * LANES;
      int end = Math.min(from + CHUNK, vectors) * LANES;
      int parts = from == 0 ? scratch : scratch + SUMS * LANES;
      dots(arena, rows, row, terms, term, begin, end, parts);
      add(arena, scratch, parts);
    }
    total(arena, scratch);
  }

  // Sums of a later chunk to those of the first.
  private static void add(float[] arena, int scratch, int parts) {
    if (parts != scratch) {
      for (int i = 0; i < SUMS * LANES; i++) {
        arena[scratch + i] += arena[parts + i];
      }
    }
  }

  /**
   * Adds up the lanes of sixteen vectors of sums, and puts the outcomes side by side. Two vectors
   * become one whose even lanes hold sums of two neighbours of the first, its odd lanes those of
   * the second; likewise for neighbours two, four and eight lanes away. A vector's own sum would be
   * free to take any order.
   */
  private static void total(float[] arena, int scratch) {
    halve(arena, scratch, SUMS / 2, SECOND_1, NEIGHBOUR_1);
    if (LANES > 2) {
      halve(arena, scratch, SUMS / 4, SECOND_2, NEIGHBOUR_2);
    }
    if (LANES > 4) {
      halve(arena, scratch, SUMS / 8, SECOND_4, NEIGHBOUR_4);
    }
    if (LANES > 8) {
      halve(arena, scratch, SUMS / 16, SECOND_8, NEIGHBOUR_8);
    }
  }

  private static void halve(
      float[] arena,
      int scratch,
      int pairs,
      VectorMask<Float> second,
      VectorShuffle<Float> neighbour) {
    for (int k = 0; k < pairs; k++) {
      FloatVector a = FloatVector.fromArray(SPECIES, arena, scratch + 2 * k * LANES);
      FloatVector b = FloatVector.fromArray(SPECIES, arena, scratch + (2 * k + 1) * LANES);
      FloatVector others = b.blend(a, second).rearrange(neighbour);
      a.blend(b, second).add(others).intoArray(arena, scratch + k * LANES);
    }
  }

  private static void dots(
      float[] arena, int[] rows, int row, int[] terms, int term, int begin, int end, int parts) {
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
    s00.intoArray(arena, parts);
    s01.intoArray(arena, parts + 1 * LANES);
    s02.intoArray(arena, parts + 2 * LANES);
    s03.intoArray(arena, parts + 3 * LANES);
    s10.intoArray(arena, parts + 4 * LANES);
    s11.intoArray(arena, parts + 5 * LANES);
    s12.intoArray(arena, parts + 6 * LANES);
    s13.intoArray(arena, parts + 7 * LANES);
    s20.intoArray(arena, parts + 8 * LANES);
    s21.intoArray(arena, parts + 9 * LANES);
    s22.intoArray(arena, parts + 10 * LANES);
    s23.intoArray(arena, parts + 11 * LANES);
    s30.intoArray(arena, parts + 12 * LANES);
    s31.intoArray(arena, parts + 13 * LANES);
    s32.intoArray(arena, parts + 14 * LANES);
    s33.intoArray(arena, parts + 15 * LANES);
  }

  static void correlate(
      float[] arena, int row, int base, int[] taps, int from, int vectors, int scratch) {
    for (int first = 0; first < vectors; first += CHUNK) {
      int begin = first * LANES;
      int end = Math.min(first + CHUNK, vectors) * LANES;
      int parts = first == 0 ? scratch : scratch + SUMS * LANES;
      correlate(arena, row, base, taps, from, begin, end, parts);
      add(arena, scratch, parts);
    }
    total(arena, scratch);
  }

  private static void correlate(
      float[] arena, int row, int base, int[] taps, int from, int begin, int end, int parts) {
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
    s0.intoArray(arena, parts);
    s1.intoArray(arena, parts + 1 * LANES);
    s2.intoArray(arena, parts + 2 * LANES);
    s3.intoArray(arena, parts + 3 * LANES);
    s4.intoArray(arena, parts + 4 * LANES);
    s5.intoArray(arena, parts + 5 * LANES);
    s6.intoArray(arena, parts + 6 * LANES);
    s7.intoArray(arena, parts + 7 * LANES);
    s8.intoArray(arena, parts + 8 * LANES);
  }
}
