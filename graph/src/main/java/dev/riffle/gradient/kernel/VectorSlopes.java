package dev.riffle.gradient.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** {@link SlopeKernels} by vectors. */
final class VectorSlopes implements SlopeKernels {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final VectorShuffle<Float> TWICE = VectorShuffle.fromOp(SPECIES, i -> i / 2);
  private static final VectorMask<Float> ODD = oddLanes();

  private static VectorMask<Float> oddLanes() {
    boolean[] odd = new boolean[LANES];
    for (int i = 1; i < LANES; i += 2) {
      odd[i] = true;
    }
    return VectorMask.fromArray(SPECIES, odd, 0);
  }

  @Override
  public int lanes() {
    return LANES;
  }

  @Override
  public void dots(
      float[] arena, int[] rows, int row, int[] terms, int term, int vectors, int scratch) {
    VectorDots.dots(arena, rows, row, terms, term, vectors, scratch);
  }

  @Override
  public void correlate(
      float[] arena, int row, int base, int[] taps, int from, int vectors, int scratch) {
    VectorDots.correlate(arena, row, base, taps, from, vectors, scratch);
  }

  @Override
  public double sum(float[] arena, int at, int mask, int vectors, int scratch) {
    FloatVector a = FloatVector.zero(SPECIES);
    FloatVector b = a;
    FloatVector c = a;
    FloatVector d = a;
    int i = 0;
    for (; i + 4 * LANES <= vectors * LANES; i += 4 * LANES) {
      a = masked(arena, at + i, mask + i, a);
      b = masked(arena, at + i + LANES, mask + i + LANES, b);
      c = masked(arena, at + i + 2 * LANES, mask + i + 2 * LANES, c);
      d = masked(arena, at + i + 3 * LANES, mask + i + 3 * LANES, d);
    }
    for (; i < vectors * LANES; i += LANES) {
      a = masked(arena, at + i, mask + i, a);
    }
    a.add(b).add(c.add(d)).intoArray(arena, scratch);
    return total(arena, scratch);
  }

  private static FloatVector masked(float[] arena, int at, int mask, FloatVector sum) {
    return FloatVector.fromArray(SPECIES, arena, at)
        .fma(FloatVector.fromArray(SPECIES, arena, mask), sum);
  }

  // Lane by lane: a vector's own sum may take any order.
  private static double total(float[] arena, int at) {
    double sum = 0;
    for (int i = at; i < at + LANES; i++) {
      sum += arena[i];
    }
    return sum;
  }

  @Override
  public void moments(float[] arena, int at, float centre, int mask, int vectors, int scratch) {
    FloatVector from = FloatVector.broadcast(SPECIES, centre);
    FloatVector sums = FloatVector.zero(SPECIES);
    FloatVector squares = sums;
    FloatVector moreSums = sums;
    FloatVector moreSquares = sums;
    int i = 0;
    for (; i + 2 * LANES <= vectors * LANES; i += 2 * LANES) {
      FloatVector away = FloatVector.fromArray(SPECIES, arena, at + i).sub(from);
      FloatVector used = away.mul(FloatVector.fromArray(SPECIES, arena, mask + i));
      sums = sums.add(used);
      squares = away.fma(used, squares);
      away = FloatVector.fromArray(SPECIES, arena, at + i + LANES).sub(from);
      used = away.mul(FloatVector.fromArray(SPECIES, arena, mask + i + LANES));
      moreSums = moreSums.add(used);
      moreSquares = away.fma(used, moreSquares);
    }
    for (; i < vectors * LANES; i += LANES) {
      FloatVector away = FloatVector.fromArray(SPECIES, arena, at + i).sub(from);
      FloatVector used = away.mul(FloatVector.fromArray(SPECIES, arena, mask + i));
      sums = sums.add(used);
      squares = away.fma(used, squares);
    }
    sums.add(moreSums).intoArray(arena, scratch + LANES);
    squares.add(moreSquares).intoArray(arena, scratch + 2 * LANES);
    arena[scratch] = (float) total(arena, scratch + LANES);
    arena[scratch + 1] = (float) total(arena, scratch + 2 * LANES);
  }

  @Override
  public void affine(
      float[] arena,
      int at,
      float scale,
      float shift,
      float slope,
      int mask,
      int out,
      int vectors) {
    FloatVector by = FloatVector.broadcast(SPECIES, scale);
    FloatVector plus = FloatVector.broadcast(SPECIES, shift);
    for (int i = 0; i < vectors * LANES; i += LANES) {
      FloatVector z = FloatVector.fromArray(SPECIES, arena, at + i).fma(by, plus);
      z.max(z.mul(slope))
          .mul(FloatVector.fromArray(SPECIES, arena, mask + i))
          .intoArray(arena, out + i);
    }
  }

  @Override
  public void slopeSums(
      float[] arena,
      int slopes,
      int at,
      float scale,
      float shift,
      float slope,
      float mean,
      int vectors,
      int scratch) {
    FloatVector by = FloatVector.broadcast(SPECIES, scale);
    FloatVector plus = FloatVector.broadcast(SPECIES, shift);
    FloatVector centre = FloatVector.broadcast(SPECIES, mean);
    FloatVector below = FloatVector.broadcast(SPECIES, slope);
    FloatVector sums = FloatVector.zero(SPECIES);
    FloatVector products = sums;
    FloatVector moreSums = sums;
    FloatVector moreProducts = sums;
    int i = 0;
    for (; i + 2 * LANES <= vectors * LANES; i += 2 * LANES) {
      FloatVector y = FloatVector.fromArray(SPECIES, arena, at + i);
      FloatVector d = through(arena, slopes + i, y.fma(by, plus), below);
      sums = sums.add(d);
      products = y.sub(centre).fma(d, products);
      y = FloatVector.fromArray(SPECIES, arena, at + i + LANES);
      d = through(arena, slopes + i + LANES, y.fma(by, plus), below);
      moreSums = moreSums.add(d);
      moreProducts = y.sub(centre).fma(d, moreProducts);
    }
    for (; i < vectors * LANES; i += LANES) {
      FloatVector y = FloatVector.fromArray(SPECIES, arena, at + i);
      FloatVector d = through(arena, slopes + i, y.fma(by, plus), below);
      sums = sums.add(d);
      products = y.sub(centre).fma(d, products);
    }
    sums.add(moreSums).intoArray(arena, scratch + LANES);
    products.add(moreProducts).intoArray(arena, scratch + 2 * LANES);
    arena[scratch] = (float) total(arena, scratch + LANES);
    arena[scratch + 1] = (float) total(arena, scratch + 2 * LANES);
  }

  // Slopes of the function at z, those above zero as they are.
  private static FloatVector through(float[] arena, int slopes, FloatVector z, FloatVector below) {
    FloatVector d = FloatVector.fromArray(SPECIES, arena, slopes);
    return d.mul(below.blend(1, z.compare(VectorOperators.GT, 0)));
  }

  @Override
  public void normSlopes(
      float[] arena,
      int slopes,
      int at,
      float scale,
      float shift,
      float slope,
      float mean,
      float constant,
      float linear,
      int mask,
      int vectors) {
    FloatVector by = FloatVector.broadcast(SPECIES, scale);
    FloatVector plus = FloatVector.broadcast(SPECIES, shift);
    FloatVector below = FloatVector.broadcast(SPECIES, scale * slope);
    FloatVector centre = FloatVector.broadcast(SPECIES, mean);
    FloatVector perAway = FloatVector.broadcast(SPECIES, -linear);
    FloatVector rest = FloatVector.broadcast(SPECIES, -constant);
    for (int i = 0; i < vectors * LANES; i += LANES) {
      FloatVector y = FloatVector.fromArray(SPECIES, arena, at + i);
      VectorMask<Float> isAbove = y.fma(by, plus).compare(VectorOperators.GT, 0);
      FloatVector d = FloatVector.fromArray(SPECIES, arena, slopes + i);
      d.fma(below.blend(by, isAbove), y.sub(centre).fma(perAway, rest))
          .mul(FloatVector.fromArray(SPECIES, arena, mask + i))
          .intoArray(arena, slopes + i);
    }
  }

  @Override
  public void winners(float[] arena, int base, int[] taps, int highest, int out, int vectors) {
    for (int i = 0; i < vectors * LANES; i += LANES) {
      FloatVector most = FloatVector.fromArray(SPECIES, arena, highest + i);
      FloatVector winner = FloatVector.zero(SPECIES);
      for (int t = taps.length - 1; t >= 0; t--) { // the first that is highest has the last word
        VectorMask<Float> wins =
            FloatVector.fromArray(SPECIES, arena, base + taps[t] + i)
                .compare(VectorOperators.EQ, most);
        winner = winner.blend(t, wins);
      }
      winner.intoArray(arena, out + i);
    }
  }

  @Override
  public void copyRows(
      float[] arena, int from, int pitch, int to, int step, int rows, int columns) {
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < columns; i += LANES) {
        FloatVector.fromArray(SPECIES, arena, from + row * pitch + i)
            .intoArray(arena, to + row * step + i);
      }
    }
  }

  @Override
  public void zip(
      float[] arena, int even, int odd, int pitch, int rows, int columns, int out, int step) {
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < columns; i += LANES / 2) {
        FloatVector a = FloatVector.fromArray(SPECIES, arena, even + row * pitch + i);
        FloatVector b = FloatVector.fromArray(SPECIES, arena, odd + row * pitch + i);
        a.rearrange(TWICE)
            .blend(b.rearrange(TWICE), ODD)
            .intoArray(arena, out + row * step + 2 * i);
      }
    }
  }

  @Override
  public void addFour(
      float[] into,
      int at,
      float[] from,
      int start,
      int step,
      float f0,
      float f1,
      float f2,
      float f3,
      int count) {
    FloatVector w0 = FloatVector.broadcast(SPECIES, f0);
    FloatVector w1 = FloatVector.broadcast(SPECIES, f1);
    FloatVector w2 = FloatVector.broadcast(SPECIES, f2);
    FloatVector w3 = FloatVector.broadcast(SPECIES, f3);
    int i = 0;
    for (; i + LANES <= count; i += LANES) {
      FloatVector sum = FloatVector.fromArray(SPECIES, into, at + i);
      sum = FloatVector.fromArray(SPECIES, from, start + i).fma(w0, sum);
      sum = FloatVector.fromArray(SPECIES, from, start + step + i).fma(w1, sum);
      sum = FloatVector.fromArray(SPECIES, from, start + 2 * step + i).fma(w2, sum);
      sum = FloatVector.fromArray(SPECIES, from, start + 3 * step + i).fma(w3, sum);
      sum.intoArray(into, at + i);
    }
    for (; i < count; i++) {
      float sum = Math.fma(f0, from[start + i], into[at + i]);
      sum = Math.fma(f1, from[start + step + i], sum);
      sum = Math.fma(f2, from[start + 2 * step + i], sum);
      into[at + i] = Math.fma(f3, from[start + 3 * step + i], sum);
    }
  }
}
