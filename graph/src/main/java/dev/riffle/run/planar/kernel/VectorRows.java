package dev.riffle.run.planar.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Kernels}' verbs that move numbers along rows, by vectors whose lanes change places.
 *
 * <p>Deals have no methods for what stands in them several times: HotSpot may compile such a one by
 * itself, and call it, and all that it is given and gives back is on the heap.
 */
final class VectorRows {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  /** Lanes 0, 2, 4, … and behind them 1, 3, 5, …. */
  private static final VectorShuffle<Float> EVEN_FIRST =
      VectorShuffle.fromOp(SPECIES, i -> 2 * i < LANES ? 2 * i : (2 * i + 1) % LANES);

  /** Lanes 1, 3, 5, … and behind them 0, 2, 4, …. */
  private static final VectorShuffle<Float> ODD_FIRST =
      VectorShuffle.fromOp(SPECIES, i -> 2 * i < LANES ? 2 * i + 1 : 2 * i % LANES);

  /** Lanes 0, 0, 1, 1, …. */
  private static final VectorShuffle<Float> TWICE = VectorShuffle.fromOp(SPECIES, i -> i / 2);

  private static final VectorMask<Float> ODD =
      VectorMask.fromLong(SPECIES, 0xaaaaaaaaaaaaaaaaL >>> (Long.SIZE - LANES));

  private static final VectorMask<Float> UPPER =
      VectorMask.fromLong(SPECIES, -1L << (LANES / 2) & -1L >>> (Long.SIZE - LANES));

  private VectorRows() {}

  static void deal(
      float[] arena, int a, int step, int rows, int count, int even, int odd, int pitch) {
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < count; i += 2 * LANES) {
        int from = a + row * step + i;
        int to = row * pitch + i / 2;
        FloatVector x = FloatVector.fromArray(SPECIES, arena, from);
        FloatVector y = FloatVector.fromArray(SPECIES, arena, from + LANES);
        FloatVector evens = x.rearrange(EVEN_FIRST).blend(y.rearrange(ODD_FIRST), UPPER);
        FloatVector odds = x.rearrange(ODD_FIRST).blend(y.rearrange(EVEN_FIRST), UPPER);
        evens.intoArray(arena, even + to);
        odds.intoArray(arena, odd + to);
      }
    }
  }

  // By twos, and what that gives by twos again.
  static void dealFours(
      float[] arena, int a, int step, int rows, int count, int to, int apart, int pitch) {
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < count; i += 4 * LANES) {
        int from = a + row * step + i;
        FloatVector x = FloatVector.fromArray(SPECIES, arena, from);
        FloatVector y = FloatVector.fromArray(SPECIES, arena, from + LANES);
        FloatVector evens = x.rearrange(EVEN_FIRST).blend(y.rearrange(ODD_FIRST), UPPER);
        FloatVector odds = x.rearrange(ODD_FIRST).blend(y.rearrange(EVEN_FIRST), UPPER);
        x = FloatVector.fromArray(SPECIES, arena, from + 2 * LANES);
        y = FloatVector.fromArray(SPECIES, arena, from + 3 * LANES);
        FloatVector laterEvens = x.rearrange(EVEN_FIRST).blend(y.rearrange(ODD_FIRST), UPPER);
        FloatVector laterOdds = x.rearrange(ODD_FIRST).blend(y.rearrange(EVEN_FIRST), UPPER);
        int out = to + row * pitch + i / 4;
        x = evens.rearrange(EVEN_FIRST).blend(laterEvens.rearrange(ODD_FIRST), UPPER);
        x.intoArray(arena, out);
        x = odds.rearrange(EVEN_FIRST).blend(laterOdds.rearrange(ODD_FIRST), UPPER);
        x.intoArray(arena, out + apart);
        x = evens.rearrange(ODD_FIRST).blend(laterEvens.rearrange(EVEN_FIRST), UPPER);
        x.intoArray(arena, out + 2 * apart);
        x = odds.rearrange(ODD_FIRST).blend(laterOdds.rearrange(EVEN_FIRST), UPPER);
        x.intoArray(arena, out + 3 * apart);
      }
    }
  }

  static void doubleRow(float[] arena, int above, int below, float share, int count, int out) {
    for (int i = 0; i < count; i += LANES / 2) {
      FloatVector before = mixed(arena, above + i - 1, below + i - 1, share);
      FloatVector here = mixed(arena, above + i, below + i, share);
      FloatVector behind = mixed(arena, above + i + 1, below + i + 1, share);
      FloatVector most = here.mul(0.75f);
      before = before.mul(0.25f).add(most).rearrange(TWICE);
      behind = behind.mul(0.25f).add(most).rearrange(TWICE);
      before.blend(behind, ODD).intoArray(arena, out + 2 * i);
    }
    Kernels.endRow(arena, above, below, share, count, out);
  }

  private static FloatVector mixed(float[] arena, int above, int below, float share) {
    FloatVector a = FloatVector.fromArray(SPECIES, arena, above);
    FloatVector b = FloatVector.fromArray(SPECIES, arena, below);
    return b.sub(a).mul(share).add(a);
  }

  static void halveRow(float[] arena, int above, int below, float share, int count, int out) {
    for (int i = 0; i < count; i += LANES / 2) {
      FloatVector row = mixed(arena, above + 2 * i, below + 2 * i, share).mul(0.5f);
      row.rearrange(EVEN_FIRST).add(row.rearrange(ODD_FIRST)).intoArray(arena, out + i);
    }
  }
}
