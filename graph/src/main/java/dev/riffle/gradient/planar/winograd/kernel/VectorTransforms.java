package dev.riffle.gradient.planar.winograd.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Transforms} by vectors. Of two points that differ in sign alone, even powers and odd ones
 * are added up apart, and come to their sum and their difference.
 */
final class VectorTransforms implements Transforms {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  // The points' squares, and what the values of weights are divided by.
  private static final float NEAR = Way.NEAR;
  private static final float FAR = Way.FAR;
  private static final float NEAR_SQUARE = 0.5f;
  private static final float FAR_SQUARE = 2;
  private static final float SQUARES = NEAR_SQUARE + FAR_SQUARE; // their product is one
  private static final float PER_NEAR = -1 / 1.5f;
  private static final float PER_FAR = 1 / 6f;

  @Override
  public int lanes() {
    return LANES;
  }

  @Override
  public void run(
      Way way,
      float[] arena,
      int[] in,
      int start,
      int at,
      int inPitch,
      int[] out,
      int first,
      int to,
      int outPitch,
      int rows,
      int vectors) {
    for (int row = 0; row < rows; row++) {
      int from = at + row * inPitch;
      int into = to + row * outPitch;
      switch (way) {
        case INPUT -> input(arena, in, start, from, out, first, into, vectors);
        case WEIGHT -> weight(arena, in, start, from, out, first, into, vectors);
        case OUTPUT -> output(arena, in, start, from, out, first, into, vectors);
        case OUTPUT_SLOPE -> outputSlope(arena, in, start, from, out, first, into, vectors);
        case WEIGHT_SLOPE -> weightSlope(arena, in, start, from, out, first, into, vectors);
        default -> throw new IllegalStateException(way.toString());
      }
    }
  }

  private static void input(
      float[] arena, int[] in, int start, int at, int[] out, int first, int to, int vectors) {
    for (int p = 0; p < vectors * LANES; p += LANES) {
      FloatVector x0 = FloatVector.fromArray(SPECIES, arena, in[start] + at + p);
      FloatVector x1 = FloatVector.fromArray(SPECIES, arena, in[start + 1] + at + p);
      FloatVector x2 = FloatVector.fromArray(SPECIES, arena, in[start + 2] + at + p);
      FloatVector x3 = FloatVector.fromArray(SPECIES, arena, in[start + 3] + at + p);
      FloatVector x4 = FloatVector.fromArray(SPECIES, arena, in[start + 4] + at + p);
      FloatVector x5 = FloatVector.fromArray(SPECIES, arena, in[start + 5] + at + p);
      x0.add(x4).sub(x2.mul(SQUARES)).intoArray(arena, out[first] + to + p);
      FloatVector even = x4.sub(x2.mul(FAR_SQUARE));
      FloatVector odd = x3.sub(x1.mul(FAR_SQUARE)).mul(NEAR);
      even.add(odd).intoArray(arena, out[first + 1] + to + p);
      even.sub(odd).intoArray(arena, out[first + 2] + to + p);
      even = x4.sub(x2.mul(NEAR_SQUARE));
      odd = x3.sub(x1.mul(NEAR_SQUARE)).mul(FAR);
      even.add(odd).intoArray(arena, out[first + 3] + to + p);
      even.sub(odd).intoArray(arena, out[first + 4] + to + p);
      x1.add(x5).sub(x3.mul(SQUARES)).intoArray(arena, out[first + 5] + to + p);
    }
  }

  private static void weight(
      float[] arena, int[] in, int start, int at, int[] out, int first, int to, int vectors) {
    for (int p = 0; p < vectors * LANES; p += LANES) {
      FloatVector w0 = FloatVector.fromArray(SPECIES, arena, in[start] + at + p);
      FloatVector w1 = FloatVector.fromArray(SPECIES, arena, in[start + 1] + at + p);
      FloatVector w2 = FloatVector.fromArray(SPECIES, arena, in[start + 2] + at + p);
      w0.intoArray(arena, out[first] + to + p);
      FloatVector even = w0.add(w2.mul(NEAR_SQUARE)).mul(PER_NEAR);
      FloatVector odd = w1.mul(NEAR * PER_NEAR);
      even.add(odd).intoArray(arena, out[first + 1] + to + p);
      even.sub(odd).intoArray(arena, out[first + 2] + to + p);
      even = w0.add(w2.mul(FAR_SQUARE)).mul(PER_FAR);
      odd = w1.mul(FAR * PER_FAR);
      even.add(odd).intoArray(arena, out[first + 3] + to + p);
      even.sub(odd).intoArray(arena, out[first + 4] + to + p);
      w2.intoArray(arena, out[first + 5] + to + p);
    }
  }

  private static void output(
      float[] arena, int[] in, int start, int at, int[] out, int first, int to, int vectors) {
    for (int p = 0; p < vectors * LANES; p += LANES) {
      FloatVector above = FloatVector.fromArray(SPECIES, arena, in[start + 1] + at + p);
      FloatVector below = FloatVector.fromArray(SPECIES, arena, in[start + 2] + at + p);
      FloatVector near = above.add(below);
      FloatVector nearOdd = above.sub(below).mul(NEAR);
      above = FloatVector.fromArray(SPECIES, arena, in[start + 3] + at + p);
      below = FloatVector.fromArray(SPECIES, arena, in[start + 4] + at + p);
      FloatVector far = above.add(below);
      FloatVector farOdd = above.sub(below).mul(FAR);
      FloatVector.fromArray(SPECIES, arena, in[start] + at + p)
          .add(near.add(far))
          .intoArray(arena, out[first] + to + p);
      nearOdd.add(farOdd).intoArray(arena, out[first + 1] + to + p);
      near.mul(NEAR_SQUARE).add(far.mul(FAR_SQUARE)).intoArray(arena, out[first + 2] + to + p);
      nearOdd
          .mul(NEAR_SQUARE)
          .add(farOdd.mul(FAR_SQUARE))
          .add(FloatVector.fromArray(SPECIES, arena, in[start + 5] + at + p))
          .intoArray(arena, out[first + 3] + to + p);
    }
  }

  private static void outputSlope(
      float[] arena, int[] in, int start, int at, int[] out, int first, int to, int vectors) {
    for (int p = 0; p < vectors * LANES; p += LANES) {
      FloatVector y0 = FloatVector.fromArray(SPECIES, arena, in[start] + at + p);
      FloatVector y1 = FloatVector.fromArray(SPECIES, arena, in[start + 1] + at + p);
      FloatVector y2 = FloatVector.fromArray(SPECIES, arena, in[start + 2] + at + p);
      FloatVector y3 = FloatVector.fromArray(SPECIES, arena, in[start + 3] + at + p);
      y0.intoArray(arena, out[first] + to + p);
      FloatVector even = y0.add(y2.mul(NEAR_SQUARE));
      FloatVector odd = y1.add(y3.mul(NEAR_SQUARE)).mul(NEAR);
      even.add(odd).intoArray(arena, out[first + 1] + to + p);
      even.sub(odd).intoArray(arena, out[first + 2] + to + p);
      even = y0.add(y2.mul(FAR_SQUARE));
      odd = y1.add(y3.mul(FAR_SQUARE)).mul(FAR);
      even.add(odd).intoArray(arena, out[first + 3] + to + p);
      even.sub(odd).intoArray(arena, out[first + 4] + to + p);
      y3.intoArray(arena, out[first + 5] + to + p);
    }
  }

  private static void weightSlope(
      float[] arena, int[] in, int start, int at, int[] out, int first, int to, int vectors) {
    for (int p = 0; p < vectors * LANES; p += LANES) {
      FloatVector above = FloatVector.fromArray(SPECIES, arena, in[start + 1] + at + p);
      FloatVector below = FloatVector.fromArray(SPECIES, arena, in[start + 2] + at + p);
      FloatVector near = above.add(below).mul(PER_NEAR);
      FloatVector nearOdd = above.sub(below).mul(NEAR * PER_NEAR);
      above = FloatVector.fromArray(SPECIES, arena, in[start + 3] + at + p);
      below = FloatVector.fromArray(SPECIES, arena, in[start + 4] + at + p);
      FloatVector far = above.add(below).mul(PER_FAR);
      FloatVector farOdd = above.sub(below).mul(FAR * PER_FAR);
      FloatVector.fromArray(SPECIES, arena, in[start] + at + p)
          .add(near.add(far))
          .intoArray(arena, out[first] + to + p);
      nearOdd.add(farOdd).intoArray(arena, out[first + 1] + to + p);
      near.mul(NEAR_SQUARE)
          .add(far.mul(FAR_SQUARE))
          .add(FloatVector.fromArray(SPECIES, arena, in[start + 5] + at + p))
          .intoArray(arena, out[first + 2] + to + p);
    }
  }

  @Override
  public void transpose(float[] arena, int[] from, int start, int at, int to, int pitch) {
    for (int i = 0; i < SQUARE; i += LANES) {
      for (int p = 0; p < SQUARE; p += LANES) {
        VectorTurn.turn(arena, from, start + i, at + p, to + p * pitch + i, pitch);
      }
    }
  }
}
