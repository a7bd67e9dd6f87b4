package dev.riffle.run.planar.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link VectorProducts} where there are 16 registers, which hold tiles of eight sums. So small a
 * tile has little to do for each term, and looking the term up takes a third of the time: a strip
 * of one or two vectors of places is copied first, term by term, and all outputs are made of that.
 * It lies as weights do, {@link Products#ROWS} numbers from one term's vector to the next, so that
 * one index finds both.
 *
 * <p>Four terms a round, and between two of them a way out: HotSpot loads what it needs up to the
 * next branch before it uses any of it, and registers do not suffice for more than one term's. It
 * looks once whether the rounds stay within the weights, so the last must have {@link Products#room
 * room} even where it ends early.
 */
final class VectorProductsOfStrip {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int ROWS = Products.ROWS;

  /** Vectors of places in a strip at most. */
  static final int WIDEST = 2;

  private VectorProductsOfStrip() {}

  /** Numbers that a strip takes, as many behind it as behind weights. */
  static int size(int termCount) {
    return WIDEST * termCount * ROWS + Products.SPARE;
  }

  /**
   * Blocks of one group. A vector that is alone is made twice.
   *
   * @param vectors one or two
   * @param strip where it may lie in the arena
   */
  static void run(
      float[] arena,
      Products products,
      int first,
      int end,
      int place,
      int vectors,
      int to,
      int strip) {
    int length = products.termCount() * ROWS;
    int beside = vectors < WIDEST ? 0 : LANES;
    int term = products.firstTerm(first);
    copy(arena, products.terms(), term, products.termCount(), place, strip);
    copy(arena, products.terms(), term, products.termCount(), place + beside, strip + length);
    float[] weights = products.weights();
    float[] bias = products.bias();
    int[] out = products.out();
    float by = products.fold();
    int w = products.firstWeight(first);
    int stop = end * ROWS;
    int whole = products.wholeRows(end);
    int half = Products.HALF;
    for (int o = first * ROWS; o < stop; o += ROWS) {
      fourBy2(arena, strip, length, weights, w, bias, out, o, to, beside, by);
      if (o < whole) {
        fourBy2(arena, strip, length, weights, w + half, bias, out, o + half, to, beside, by);
      }
      w += length;
    }
  }

  private static void copy(
      float[] arena, int[] terms, int first, int termCount, int place, int strip) {
    for (int t = first; t < first + termCount; t++) {
      FloatVector.fromArray(SPECIES, arena, terms[t] + place)
          .intoArray(arena, strip + (t - first) * ROWS);
    }
  }

  private static void fourBy2(
      float[] arena,
      int strip,
      int length,
      float[] weights,
      int first,
      float[] bias,
      int[] out,
      int o,
      int to,
      int beside,
      float by) {
    FloatVector s00 = FloatVector.broadcast(SPECIES, bias[o]);
    FloatVector s01 = s00;
    FloatVector s10 = FloatVector.broadcast(SPECIES, bias[o + 1]);
    FloatVector s11 = s10;
    FloatVector s20 = FloatVector.broadcast(SPECIES, bias[o + 2]);
    FloatVector s21 = s20;
    FloatVector s30 = FloatVector.broadcast(SPECIES, bias[o + 3]);
    FloatVector s31 = s30;
    FloatVector w0;
    FloatVector w1;
    FloatVector w2;
    FloatVector w3;
    FloatVector x0;
    FloatVector x1;
    int left = strip - first;
    int right = left + length;
    int end = first + length;
    int last = end - ROWS;
    for (int w = first; w < end; w += 4 * ROWS) {
      w0 = FloatVector.broadcast(SPECIES, weights[w]);
      w1 = FloatVector.broadcast(SPECIES, weights[w + 1]);
      w2 = FloatVector.broadcast(SPECIES, weights[w + 2]);
      w3 = FloatVector.broadcast(SPECIES, weights[w + 3]);
      x0 = FloatVector.fromArray(SPECIES, arena, left + w);
      x1 = FloatVector.fromArray(SPECIES, arena, right + w);
      s00 = x0.fma(w0, s00);
      s10 = x0.fma(w1, s10);
      s20 = x0.fma(w2, s20);
      s30 = x0.fma(w3, s30);
      s01 = x1.fma(w0, s01);
      s11 = x1.fma(w1, s11);
      s21 = x1.fma(w2, s21);
      s31 = x1.fma(w3, s31);
      if (w == last) {
        break;
      }
      w0 = FloatVector.broadcast(SPECIES, weights[w + ROWS]);
      w1 = FloatVector.broadcast(SPECIES, weights[w + ROWS + 1]);
      w2 = FloatVector.broadcast(SPECIES, weights[w + ROWS + 2]);
      w3 = FloatVector.broadcast(SPECIES, weights[w + ROWS + 3]);
      x0 = FloatVector.fromArray(SPECIES, arena, left + w + ROWS);
      x1 = FloatVector.fromArray(SPECIES, arena, right + w + ROWS);
      s00 = x0.fma(w0, s00);
      s10 = x0.fma(w1, s10);
      s20 = x0.fma(w2, s20);
      s30 = x0.fma(w3, s30);
      s01 = x1.fma(w0, s01);
      s11 = x1.fma(w1, s11);
      s21 = x1.fma(w2, s21);
      s31 = x1.fma(w3, s31);
      if (w == last - ROWS) {
        break;
      }
      w0 = FloatVector.broadcast(SPECIES, weights[w + 2 * ROWS]);
      w1 = FloatVector.broadcast(SPECIES, weights[w + 2 * ROWS + 1]);
      w2 = FloatVector.broadcast(SPECIES, weights[w + 2 * ROWS + 2]);
      w3 = FloatVector.broadcast(SPECIES, weights[w + 2 * ROWS + 3]);
      x0 = FloatVector.fromArray(SPECIES, arena, left + w + 2 * ROWS);
      x1 = FloatVector.fromArray(SPECIES, arena, right + w + 2 * ROWS);
      s00 = x0.fma(w0, s00);
      s10 = x0.fma(w1, s10);
      s20 = x0.fma(w2, s20);
      s30 = x0.fma(w3, s30);
      s01 = x1.fma(w0, s01);
      s11 = x1.fma(w1, s11);
      s21 = x1.fma(w2, s21);
      s31 = x1.fma(w3, s31);
      if (w == last - 2 * ROWS) {
        break;
      }
      w0 = FloatVector.broadcast(SPECIES, weights[w + 3 * ROWS]);
      w1 = FloatVector.broadcast(SPECIES, weights[w + 3 * ROWS + 1]);
      w2 = FloatVector.broadcast(SPECIES, weights[w + 3 * ROWS + 2]);
      w3 = FloatVector.broadcast(SPECIES, weights[w + 3 * ROWS + 3]);
      x0 = FloatVector.fromArray(SPECIES, arena, left + w + 3 * ROWS);
      x1 = FloatVector.fromArray(SPECIES, arena, right + w + 3 * ROWS);
      s00 = x0.fma(w0, s00);
      s10 = x0.fma(w1, s10);
      s20 = x0.fma(w2, s20);
      s30 = x0.fma(w3, s30);
      s01 = x1.fma(w0, s01);
      s11 = x1.fma(w1, s11);
      s21 = x1.fma(w2, s21);
      s31 = x1.fma(w3, s31);
    }
    FloatVector nothing = FloatVector.broadcast(SPECIES, -0f);
    FloatVector fold = FloatVector.broadcast(SPECIES, by);
    FloatVector y;
    int o0 = out[o] + to;
    y = nothing.add(s00);
    y.abs().fma(fold, y).intoArray(arena, o0);
    y = nothing.add(s01);
    y.abs().fma(fold, y).intoArray(arena, o0 + beside);
    int o1 = out[o + 1] + to;
    y = nothing.add(s10);
    y.abs().fma(fold, y).intoArray(arena, o1);
    y = nothing.add(s11);
    y.abs().fma(fold, y).intoArray(arena, o1 + beside);
    int o2 = out[o + 2] + to;
    y = nothing.add(s20);
    y.abs().fma(fold, y).intoArray(arena, o2);
    y = nothing.add(s21);
    y.abs().fma(fold, y).intoArray(arena, o2 + beside);
    int o3 = out[o + 3] + to;
    y = nothing.add(s30);
    y.abs().fma(fold, y).intoArray(arena, o3);
    y = nothing.add(s31);
    y.abs().fma(fold, y).intoArray(arena, o3 + beside);
  }
}
