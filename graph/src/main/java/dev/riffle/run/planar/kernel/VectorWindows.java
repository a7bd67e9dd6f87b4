package dev.riffle.run.planar.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** {@link Kernels#weightedWindow} by vectors. */
final class VectorWindows {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private VectorWindows() {}

  // 3 x 3 is what almost every depthwise convolution is. Few sums at a time: with their weights
  // they have to fit registers.
  static void three(
      float[] arena,
      Window window,
      int base,
      float[] weights,
      int first,
      float bias,
      float fold,
      int place,
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
    FloatVector by = FloatVector.broadcast(SPECIES, fold);
    float[] left = window.shares()[0];
    float[] right = window.shares()[2];
    int[] taps = window.taps();
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
      FloatVector seen = FloatVector.fromArray(SPECIES, arena, t0 + i).mul(w0);
      seen = FloatVector.fromArray(SPECIES, arena, t3 + i).fma(w3, seen);
      seen = FloatVector.fromArray(SPECIES, arena, t6 + i).fma(w6, seen);
      FloatVector sum = FloatVector.fromArray(SPECIES, left, place + i).fma(seen, start);
      seen = FloatVector.fromArray(SPECIES, arena, t2 + i).mul(w2);
      seen = FloatVector.fromArray(SPECIES, arena, t5 + i).fma(w5, seen);
      seen = FloatVector.fromArray(SPECIES, arena, t8 + i).fma(w8, seen);
      sum = FloatVector.fromArray(SPECIES, right, place + i).fma(seen, sum);
      sum = FloatVector.fromArray(SPECIES, arena, t1 + i).fma(w1, sum);
      sum = FloatVector.fromArray(SPECIES, arena, t4 + i).fma(w4, sum);
      sum = FloatVector.fromArray(SPECIES, arena, t7 + i).fma(w7, sum);
      sum.abs().fma(by, sum).intoArray(arena, out + i);
    }
  }

  // Column by column of the window. At last −0, which changes no number, is added: of a variable
  // that changes in a loop HotSpot knows the kind from earlier calls alone.
  static void any(
      float[] arena,
      Window window,
      int base,
      float[] weights,
      int first,
      float bias,
      float fold,
      int place,
      int out,
      int vectors) {
    int[] taps = window.taps();
    int size = window.size();
    for (int i = 0; i < vectors * LANES; i += LANES) {
      FloatVector sum = FloatVector.broadcast(SPECIES, bias);
      for (int column = 0; column < size; column++) {
        FloatVector seen = FloatVector.zero(SPECIES);
        for (int cell = column; cell < taps.length; cell += size) {
          FloatVector weight = FloatVector.broadcast(SPECIES, weights[first + cell]);
          seen = FloatVector.fromArray(SPECIES, arena, base + taps[cell] + i).fma(weight, seen);
        }
        float[] share = window.shares()[column];
        sum =
            share == null
                ? seen.add(sum)
                : FloatVector.fromArray(SPECIES, share, place + i).fma(seen, sum);
      }
      FloatVector x = FloatVector.broadcast(SPECIES, -0f).add(sum);
      x.abs().fma(FloatVector.broadcast(SPECIES, fold), x).intoArray(arena, out + i);
    }
  }
}
