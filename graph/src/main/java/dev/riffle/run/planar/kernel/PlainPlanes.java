package dev.riffle.run.planar.kernel;

/** {@link Kernels}' verbs over planes of rows, by plain loops. */
final class PlainPlanes {
  private PlainPlanes() {}

  static void weighted(
      float[] arena,
      Window window,
      int base,
      float[] weights,
      int first,
      float bias,
      float fold,
      int place,
      int out,
      int count) {
    for (int i = 0; i < count; i++) {
      float x =
          window.isThree()
              ? three(arena, window, base + i, weights, first, bias, place + i)
              : any(arena, window, base + i, weights, first, bias, place + i);
      arena[out + i] = Math.fma(Math.abs(x), fold, x);
    }
  }

  private static float three(
      float[] arena, Window window, int at, float[] weights, int first, float bias, int place) {
    float left = column(arena, window, at, weights, first, 0);
    float right = column(arena, window, at, weights, first, 2);
    float sum = Math.fma(window.shares()[0][place], left, bias);
    sum = Math.fma(window.shares()[2][place], right, sum);
    for (int cell = 1; cell < 9; cell += 3) {
      sum = Math.fma(arena[at + window.taps()[cell]], weights[first + cell], sum);
    }
    return sum;
  }

  private static float column(
      float[] arena, Window window, int at, float[] weights, int first, int column) {
    int[] taps = window.taps();
    float seen = arena[at + taps[column]] * weights[first + column];
    for (int cell = column + 3; cell < 9; cell += 3) {
      seen = Math.fma(arena[at + taps[cell]], weights[first + cell], seen);
    }
    return seen;
  }

  private static float any(
      float[] arena, Window window, int at, float[] weights, int first, float bias, int place) {
    int[] taps = window.taps();
    float sum = bias;
    for (int column = 0; column < window.size(); column++) {
      float seen = 0;
      for (int cell = column; cell < taps.length; cell += window.size()) {
        seen = Math.fma(arena[at + taps[cell]], weights[first + cell], seen);
      }
      float[] share = window.shares()[column];
      sum = share == null ? seen + sum : Math.fma(share[place], seen, sum);
    }
    return sum;
  }

  static void twice(
      float[] arena, int from, int pitch, int height, int width, int to, int toPitch) {
    for (int x = 0; x < 2 * width; x++) {
      twiceColumn(arena, from, pitch, height, width, to + x, toPitch, x);
    }
  }

  /** Column x of a doubled plane. */
  static void twiceColumn(
      float[] arena, int from, int pitch, int height, int width, int to, int toPitch, int x) {
    int near = from + x / 2;
    int far = from + Math.max(0, Math.min(width - 1, x % 2 == 0 ? x / 2 - 1 : x / 2 + 1));
    float here = quarterWay(arena[near], arena[far]);
    float above = here;
    for (int y = 0; y < height; y++) {
      int next = Math.min(y + 1, height - 1) * pitch;
      float below = quarterWay(arena[near + next], arena[far + next]);
      arena[to + 2 * y * toPitch] = quarterWay(here, above);
      arena[to + (2 * y + 1) * toPitch] = quarterWay(here, below);
      above = here;
      here = below;
    }
  }

  private static float quarterWay(float near, float far) {
    return Math.fma(near, 0.75f, far * 0.25f);
  }

  static void half(float[] arena, int from, int pitch, int height, int width, int to, int toPitch) {
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int at = from + 2 * y * pitch + 2 * x;
        float left = arena[at] + arena[at + pitch];
        float right = arena[at + 1] + arena[at + pitch + 1];
        arena[to + y * toPitch + x] = (left + right) * 0.25f;
      }
    }
  }
}
