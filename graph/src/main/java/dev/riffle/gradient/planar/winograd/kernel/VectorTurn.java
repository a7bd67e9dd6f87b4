package dev.riffle.gradient.planar.winograd.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Turns the columns of a square of numbers, as many as a vector has, into rows. Of two rows whose
 * indices differ in one bit, the first gives those of its numbers away whose column has that bit,
 * and gets the second's whose column has not; bit by bit.
 */
final class VectorTurn {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  // Each a constant of its own, of which the compiler knows the numbers.
  private static final VectorMask<Float> BIT_1 = lanesWith(1);
  private static final VectorMask<Float> BIT_2 = lanesWith(2);
  private static final VectorMask<Float> BIT_4 = lanesWith(4);
  private static final VectorMask<Float> BIT_8 = lanesWith(8);
  private static final VectorShuffle<Float> AWAY_1 = away(1);
  private static final VectorShuffle<Float> AWAY_2 = away(2);
  private static final VectorShuffle<Float> AWAY_4 = away(4);
  private static final VectorShuffle<Float> AWAY_8 = away(8);

  private VectorTurn() {}

  private static VectorMask<Float> lanesWith(int bit) {
    boolean[] have = new boolean[LANES];
    for (int lane = 0; lane < LANES; lane++) {
      have[lane] = (lane & bit) != 0;
    }
    return VectorMask.fromArray(SPECIES, have, 0);
  }

  private static VectorShuffle<Float> away(int bit) {
    return VectorShuffle.fromOp(SPECIES, lane -> (lane ^ bit) % LANES);
  }

  static void turn(float[] arena, int[] from, int start, int at, int to, int pitch) {
    for (int i = 0; i < LANES; i += 2) {
      int a = from[start + i] + at;
      int b = from[start + i + 1] + at;
      swap(arena, a, b, to + i * pitch, to + (i + 1) * pitch, BIT_1, AWAY_1);
    }
    if (LANES > 2) {
      swapAll(arena, to, pitch, 2, BIT_2, AWAY_2);
    }
    if (LANES > 4) {
      swapAll(arena, to, pitch, 4, BIT_4, AWAY_4);
    }
    if (LANES > 8) {
      swapAll(arena, to, pitch, 8, BIT_8, AWAY_8);
    }
  }

  private static void swapAll(
      float[] arena, int to, int pitch, int bit, VectorMask<Float> has, VectorShuffle<Float> away) {
    for (int i = 0; i < LANES / 2; i++) {
      int row = (i & -bit) * 2 + (i & (bit - 1)); // all rows without the bit
      int a = to + row * pitch;
      int b = a + bit * pitch;
      swap(arena, a, b, a, b, has, away);
    }
  }

  private static void swap(
      float[] arena,
      int a,
      int b,
      int toA,
      int toB,
      VectorMask<Float> has,
      VectorShuffle<Float> away) {
    FloatVector x = FloatVector.fromArray(SPECIES, arena, a);
    FloatVector y = FloatVector.fromArray(SPECIES, arena, b);
    x.blend(y.rearrange(away), has).intoArray(arena, toA);
    x.rearrange(away).blend(y, has).intoArray(arena, toB);
  }
}
