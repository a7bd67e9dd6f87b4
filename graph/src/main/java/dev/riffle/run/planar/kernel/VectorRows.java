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

  /** Lanes 1, 1, 2, 2, …. */
  private static final VectorShuffle<Float> SECOND_TWICE =
      VectorShuffle.fromOp(SPECIES, i -> i / 2 + 1);

  /** Lanes 0, 2, 1, 3, 2, 4, …: the ones before and behind those. */
  private static final VectorShuffle<Float> NEIGHBOURS =
      VectorShuffle.fromOp(SPECIES, i -> i / 2 + i % 2 * 2);

  private static final VectorMask<Float> UPPER =
      VectorMask.fromLong(SPECIES, -1L << (LANES / 2) & -1L >>> (Long.SIZE - LANES));

  private VectorRows() {}

  static void deal(
      float[] arena, int a, int step, int rows, int count, int even, int odd, int pitch) {
    int last = last(count, 2);
    for (int i = 0; i < count; i += 2 * LANES) {
      int from = a + Math.min(i, last);
      int evensTo = even + Math.min(i, last) / 2;
      int oddsTo = odd + Math.min(i, last) / 2;
      for (int row = 0; row < rows; row++) {
        FloatVector x = FloatVector.fromArray(SPECIES, arena, from);
        FloatVector y = FloatVector.fromArray(SPECIES, arena, from + LANES);
        FloatVector evens = x.rearrange(EVEN_FIRST).blend(y.rearrange(ODD_FIRST), UPPER);
        FloatVector odds = x.rearrange(ODD_FIRST).blend(y.rearrange(EVEN_FIRST), UPPER);
        evens.intoArray(arena, evensTo);
        odds.intoArray(arena, oddsTo);
        from += step;
        evensTo += pitch;
        oddsTo += pitch;
      }
    }
  }

  // Where the last columns begin that give a vector to each part, if there are so many.
  private static int last(int count, int parts) {
    return Math.max(0, (count + parts - 1) / parts * parts - parts * LANES);
  }

  // By twos, and what that gives by twos again.
  static void dealFours(
      float[] arena, int a, int step, int rows, int count, int to, int apart, int pitch) {
    int last = last(count, 4);
    for (int i = 0; i < count; i += 4 * LANES) {
      int from = a + Math.min(i, last);
      int out = to + Math.min(i, last) / 4;
      for (int row = 0; row < rows; row++) {
        FloatVector x = FloatVector.fromArray(SPECIES, arena, from);
        FloatVector y = FloatVector.fromArray(SPECIES, arena, from + LANES);
        FloatVector evens = x.rearrange(EVEN_FIRST).blend(y.rearrange(ODD_FIRST), UPPER);
        FloatVector odds = x.rearrange(ODD_FIRST).blend(y.rearrange(EVEN_FIRST), UPPER);
        x = FloatVector.fromArray(SPECIES, arena, from + 2 * LANES);
        y = FloatVector.fromArray(SPECIES, arena, from + 3 * LANES);
        FloatVector laterEvens = x.rearrange(EVEN_FIRST).blend(y.rearrange(ODD_FIRST), UPPER);
        FloatVector laterOdds = x.rearrange(ODD_FIRST).blend(y.rearrange(EVEN_FIRST), UPPER);
        x = evens.rearrange(EVEN_FIRST).blend(laterEvens.rearrange(ODD_FIRST), UPPER);
        x.intoArray(arena, out);
        x = odds.rearrange(EVEN_FIRST).blend(laterOdds.rearrange(ODD_FIRST), UPPER);
        x.intoArray(arena, out + apart);
        x = evens.rearrange(ODD_FIRST).blend(laterEvens.rearrange(EVEN_FIRST), UPPER);
        x.intoArray(arena, out + 2 * apart);
        x = odds.rearrange(ODD_FIRST).blend(laterOdds.rearrange(EVEN_FIRST), UPPER);
        x.intoArray(arena, out + 3 * apart);
        from += step;
        out += pitch;
      }
    }
  }

  // Down some columns, whose rows are widened one by one. At last, what rows' ends made of numbers
  // beyond them.
  static void doublePlane(
      float[] arena, int from, int pitch, int height, int width, int to, int toPitch) {
    if (2 * width < LANES) {
      PlainPlanes.twice(arena, from, pitch, height, width, to, toPitch);
      return;
    }
    FloatVector most = FloatVector.broadcast(SPECIES, 0.75f);
    FloatVector least = FloatVector.broadcast(SPECIES, 0.25f);
    for (int i = 0; i < 2 * width; i += LANES) {
      int x = Math.min(i, 2 * width - LANES);
      int at = from + x / 2 - 1;
      FloatVector row = FloatVector.fromArray(SPECIES, arena, at);
      FloatVector far = row.rearrange(NEIGHBOURS).mul(0.25f);
      FloatVector here = row.rearrange(SECOND_TWICE).fma(most, far);
      FloatVector above = here.mul(0.25f);
      for (int y = 0; y < height; y++) {
        int out = to + 2 * y * toPitch + x;
        row = FloatVector.fromArray(SPECIES, arena, at + Math.min(y + 1, height - 1) * pitch);
        far = row.rearrange(NEIGHBOURS).mul(0.25f);
        FloatVector next = row.rearrange(SECOND_TWICE).fma(most, far);
        most.fma(here, above).intoArray(arena, out);
        most.fma(here, next.mul(0.25f)).intoArray(arena, out + toPitch);
        above = least.mul(here);
        here = next;
      }
    }
    PlainPlanes.twiceColumn(arena, from, pitch, height, width, to, toPitch, 0);
    int last = 2 * width - 1;
    PlainPlanes.twiceColumn(arena, from, pitch, height, width, to + last, toPitch, last);
  }

  static void halvePlane(
      float[] arena, int from, int pitch, int height, int width, int to, int toPitch) {
    int last = Math.max(0, width - LANES);
    for (int i = 0; i < width; i += LANES) {
      int above = from + 2 * Math.min(i, last);
      int out = to + Math.min(i, last);
      for (int row = 0; row < height; row++) {
        FloatVector a = FloatVector.fromArray(SPECIES, arena, above);
        FloatVector b = FloatVector.fromArray(SPECIES, arena, above + LANES);
        a = FloatVector.fromArray(SPECIES, arena, above + pitch).add(a);
        b = FloatVector.fromArray(SPECIES, arena, above + pitch + LANES).add(b);
        FloatVector left = a.rearrange(EVEN_FIRST).blend(b.rearrange(ODD_FIRST), UPPER);
        FloatVector right = a.rearrange(ODD_FIRST).blend(b.rearrange(EVEN_FIRST), UPPER);
        left.add(right).mul(0.25f).intoArray(arena, out);
        above += 2 * pitch;
        out += toPitch;
      }
    }
  }
}
