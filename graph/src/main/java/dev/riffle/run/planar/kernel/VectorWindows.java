package dev.riffle.run.planar.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Kernels#weightedWindow} and {@link Kernels#highest} by vectors. The first goes down the
 * rows, some columns at a time. What a column of the window must not see takes a weight of zero.
 *
 * <p>The bias is read from memory row by row: in a register HotSpot would move it to and fro. The
 * same goes for what would be read from the window column by column: it is taken out before.
 *
 * <p>What is carried from row to row stands behind others in sums: of a variable that changes in a
 * loop HotSpot knows the kind from earlier calls alone.
 */
final class VectorWindows {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private VectorWindows() {}

  // Each row is loaded once for the three that see it. Above the first and below the last there is
  // nothing to see.
  static void onPlane(
      float[] arena,
      Window window,
      int base,
      float[] weights,
      float[] bias,
      int channel,
      float fold,
      int out,
      int rows) {
    float[] shares = window.shares();
    int pitch = window.pitch();
    int width = window.width();
    int last = Math.max(0, width - LANES);
    int first = channel * 9;
    int corner = base + window.taps()[3];
    FloatVector nothing = FloatVector.broadcast(SPECIES, -0f);
    FloatVector by = FloatVector.broadcast(SPECIES, fold);
    int share = 0;
    for (int column = 0; column < width; column += LANES) {
      int x = Math.min(column, last);
      FloatVector left = FloatVector.fromArray(SPECIES, shares, share);
      FloatVector middle = FloatVector.fromArray(SPECIES, shares, share + LANES);
      FloatVector right = FloatVector.fromArray(SPECIES, shares, share + 2 * LANES);
      share += 3 * LANES;
      FloatVector w0 = left.mul(weights[first]);
      FloatVector w1 = middle.mul(weights[first + 1]);
      FloatVector w2 = right.mul(weights[first + 2]);
      FloatVector w3 = left.mul(weights[first + 3]);
      FloatVector w4 = middle.mul(weights[first + 4]);
      FloatVector w5 = right.mul(weights[first + 5]);
      FloatVector w6 = left.mul(weights[first + 6]);
      FloatVector w7 = middle.mul(weights[first + 7]);
      FloatVector w8 = right.mul(weights[first + 8]);
      int at = corner + x;
      int to = out + x;
      FloatVector a = FloatVector.fromArray(SPECIES, arena, at);
      FloatVector b = FloatVector.fromArray(SPECIES, arena, at + 1);
      FloatVector c = FloatVector.fromArray(SPECIES, arena, at + 2);
      FloatVector twoRows =
          c.fma(w5, b.fma(w4, a.fma(w3, FloatVector.broadcast(SPECIES, bias[channel]))));
      FloatVector above =
          c.fma(w2, b.fma(w1, a.fma(w0, FloatVector.broadcast(SPECIES, bias[channel]))));
      for (int row = 1; row < rows; row++) {
        at += pitch;
        a = FloatVector.fromArray(SPECIES, arena, at);
        b = FloatVector.fromArray(SPECIES, arena, at + 1);
        c = FloatVector.fromArray(SPECIES, arena, at + 2);
        FloatVector sum = c.fma(w8, b.fma(w7, a.mul(w6))).add(twoRows);
        twoRows = c.fma(w5, b.fma(w4, a.mul(w3))).add(above);
        above = c.fma(w2, b.fma(w1, a.fma(w0, FloatVector.broadcast(SPECIES, bias[channel]))));
        sum.abs().fma(by, sum).intoArray(arena, to);
        to += pitch;
      }
      FloatVector sum = nothing.add(twoRows);
      sum.abs().fma(by, sum).intoArray(arena, to);
    }
  }

  // Each odd row is loaded once for the two that see it.
  static void onPhases(
      float[] arena,
      Window window,
      int base,
      float[] weights,
      float[] bias,
      int channel,
      float fold,
      int out,
      int rows) {
    float[] shares = window.shares();
    int pitch = window.pitch();
    int width = window.width();
    int last = Math.max(0, width - LANES);
    int first = channel * 9;
    int corner = base + window.taps()[0];
    int evenOfCorner = base + window.taps()[1];
    int oddOfMiddle = base + window.taps()[3];
    int evenOfMiddle = base + window.taps()[4];
    FloatVector by = FloatVector.broadcast(SPECIES, fold);
    int share = 0;
    for (int column = 0; column < width; column += LANES) {
      int x = Math.min(column, last);
      FloatVector left = FloatVector.fromArray(SPECIES, shares, share);
      FloatVector middle = FloatVector.fromArray(SPECIES, shares, share + LANES);
      FloatVector right = FloatVector.fromArray(SPECIES, shares, share + 2 * LANES);
      share += 3 * LANES;
      FloatVector w0 = left.mul(weights[first]);
      FloatVector w1 = middle.mul(weights[first + 1]);
      FloatVector w2 = right.mul(weights[first + 2]);
      FloatVector w3 = left.mul(weights[first + 3]);
      FloatVector w4 = middle.mul(weights[first + 4]);
      FloatVector w5 = right.mul(weights[first + 5]);
      FloatVector w6 = left.mul(weights[first + 6]);
      FloatVector w7 = middle.mul(weights[first + 7]);
      FloatVector w8 = right.mul(weights[first + 8]);
      int odd = corner + x;
      int even = evenOfCorner + x;
      int middleOdd = oddOfMiddle + x;
      int middleEven = evenOfMiddle + x;
      int to = out + x;
      FloatVector a = FloatVector.fromArray(SPECIES, arena, odd);
      FloatVector b = FloatVector.fromArray(SPECIES, arena, even);
      FloatVector c = FloatVector.fromArray(SPECIES, arena, odd + 1);
      FloatVector above =
          c.fma(w2, b.fma(w1, a.fma(w0, FloatVector.broadcast(SPECIES, bias[channel]))));
      for (int row = 0; row < rows; row++) {
        a = FloatVector.fromArray(SPECIES, arena, middleOdd);
        b = FloatVector.fromArray(SPECIES, arena, middleEven);
        c = FloatVector.fromArray(SPECIES, arena, middleOdd + 1);
        FloatVector twoRows = c.fma(w5, b.fma(w4, a.mul(w3))).add(above);
        middleOdd += pitch;
        middleEven += pitch;
        odd += pitch;
        even += pitch;
        a = FloatVector.fromArray(SPECIES, arena, odd);
        b = FloatVector.fromArray(SPECIES, arena, even);
        c = FloatVector.fromArray(SPECIES, arena, odd + 1);
        FloatVector sum = c.fma(w8, b.fma(w7, a.mul(w6))).add(twoRows);
        above = c.fma(w2, b.fma(w1, a.fma(w0, FloatVector.broadcast(SPECIES, bias[channel]))));
        sum.abs().fma(by, sum).intoArray(arena, to);
        to += pitch;
      }
    }
  }

  // Column by column of the window. At last −0, which changes no number, is added, as with it the
  // kind of the sum is known.
  static void any(
      float[] arena,
      Window window,
      int base,
      float[] weights,
      float[] bias,
      int channel,
      float fold,
      int out,
      int rows) {
    int[] taps = window.taps();
    int first = channel * taps.length;
    int size = window.size();
    for (int row = 0; row < rows; row++) {
      for (int vector = 0; vector < window.vectors(); vector++) {
        int x = row * window.pitch() + window.begin(vector);
        FloatVector sum = FloatVector.broadcast(SPECIES, bias[channel]);
        for (int column = 0; column < size; column++) {
          FloatVector seen = FloatVector.zero(SPECIES);
          for (int cell = column; cell < taps.length; cell += size) {
            FloatVector weight = FloatVector.broadcast(SPECIES, weights[first + cell]);
            seen = FloatVector.fromArray(SPECIES, arena, base + taps[cell] + x).fma(weight, seen);
          }
          int share = window.share(vector, column);
          sum = FloatVector.fromArray(SPECIES, window.shares(), share).fma(seen, sum);
        }
        sum = FloatVector.broadcast(SPECIES, -0f).add(sum);
        sum.abs().fma(FloatVector.broadcast(SPECIES, fold), sum).intoArray(arena, out + x);
      }
    }
  }

  // As integers it would take two thirds of the time, and several times as long to warm up. Called
  // on the vector just loaded: of a variable that changes in a loop HotSpot knows its kind from
  // earlier calls alone, and where it compiles this before it has seen any, all vectors stay
  // objects for good.
  static void highest(float[] arena, int base, int[] taps, int out, int vectors) {
    if (taps.length == 9) {
      highest9(arena, base, taps, out, vectors);
      return;
    }
    for (int i = 0; i < vectors * LANES; i += LANES) {
      FloatVector highest = FloatVector.fromArray(SPECIES, arena, base + taps[0] + i);
      for (int t = 1; t < taps.length; t++) {
        highest = FloatVector.fromArray(SPECIES, arena, base + taps[t] + i).max(highest);
      }
      highest.intoArray(arena, out + i);
    }
  }

  private static void highest9(float[] arena, int base, int[] taps, int out, int vectors) {
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
      FloatVector a = FloatVector.fromArray(SPECIES, arena, t0 + i);
      a = FloatVector.fromArray(SPECIES, arena, t1 + i).max(a);
      a = FloatVector.fromArray(SPECIES, arena, t2 + i).max(a);
      FloatVector b = FloatVector.fromArray(SPECIES, arena, t3 + i);
      b = FloatVector.fromArray(SPECIES, arena, t4 + i).max(b);
      b = FloatVector.fromArray(SPECIES, arena, t5 + i).max(b);
      FloatVector c = FloatVector.fromArray(SPECIES, arena, t6 + i);
      c = FloatVector.fromArray(SPECIES, arena, t7 + i).max(c);
      c = FloatVector.fromArray(SPECIES, arena, t8 + i).max(c);
      a.max(b).max(c).intoArray(arena, out + i);
    }
  }
}
