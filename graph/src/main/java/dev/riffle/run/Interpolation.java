package dev.riffle.run;

import dev.riffle.graph.Op;

/**
 * How {@link Op.Resize} reads one axis: output place i is {@code (1 − share[i]) · in[lower[i]] +
 * share[i] · in[upper[i]]}. The arrays are not copied.
 */
public record Interpolation(int[] lower, int[] upper, float[] share) {

  /** The reading of an axis of {@code in} places that yields {@code out}. */
  public static Interpolation of(Op.Resize op, int in, int out) {
    int[] lower = new int[out];
    int[] upper = new int[out];
    float[] share = new float[out];
    for (int i = 0; i < out; i++) {
      double place =
          switch (op.mode()) {
            case NEAREST -> Math.floor(i / op.scale());
            case BILINEAR -> Math.max((i + 0.5) / op.scale() - 0.5, 0);
          };
      lower[i] = Math.min((int) place, in - 1);
      upper[i] = Math.min(lower[i] + 1, in - 1);
      share[i] = upper[i] == lower[i] ? 0 : (float) (place - lower[i]);
    }
    return new Interpolation(lower, upper, share);
  }
}
