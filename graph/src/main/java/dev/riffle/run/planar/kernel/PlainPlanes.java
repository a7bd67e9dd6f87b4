package dev.riffle.run.planar.kernel;

/** {@link Kernels}' verbs over planes of rows, by plain loops. */
final class PlainPlanes {
  private PlainPlanes() {}

  static void weighted(
      float[] arena,
      Window window,
      int base,
      float[] weights,
      float[] bias,
      int channel,
      float fold,
      int out,
      int rows) {
    int first = channel * window.cells();
    float start = bias[channel];
    for (int row = 0; row < rows; row++) {
      for (int x = 0; x < window.width(); x++) {
        int vector = x / window.lanes();
        int share = window.share(vector, 0) + x - window.begin(vector);
        int place = row * window.pitch() + x;
        float sum =
            window.lie() == Window.Lie.ANY
                ? byColumns(arena, window, base + place, weights, first, start, share)
                : byRows(arena, window, base + place, weights, first, start, share);
        arena[out + place] = Math.fma(Math.abs(sum), fold, sum);
      }
    }
  }

  private static float byRows(
      float[] arena, Window window, int at, float[] weights, int first, float bias, int share) {
    float above =
        Math.fma(arena[at + window.taps()[0]], weight(window, weights, first, 0, share), bias);
    float here = arena[at + window.taps()[3]] * weight(window, weights, first, 3, share);
    float below = arena[at + window.taps()[6]] * weight(window, weights, first, 6, share);
    above = restOfRow(arena, window, at, weights, first, 0, share, above);
    here = restOfRow(arena, window, at, weights, first, 3, share, here);
    below = restOfRow(arena, window, at, weights, first, 6, share, below);
    return below + (here + above);
  }

  private static float restOfRow(
      float[] arena,
      Window window,
      int at,
      float[] weights,
      int first,
      int cell,
      int share,
      float seen) {
    float two =
        Math.fma(
            arena[at + window.taps()[cell + 1]],
            weight(window, weights, first, cell + 1, share),
            seen);
    return Math.fma(
        arena[at + window.taps()[cell + 2]], weight(window, weights, first, cell + 2, share), two);
  }

  private static float weight(Window window, float[] weights, int first, int cell, int share) {
    return weights[first + cell] * window.shares()[share + cell % 3 * window.lanes()];
  }

  private static float byColumns(
      float[] arena, Window window, int at, float[] weights, int first, float bias, int share) {
    int[] taps = window.taps();
    float sum = bias;
    for (int column = 0; column < window.size(); column++) {
      float seen = 0;
      for (int cell = column; cell < taps.length; cell += window.size()) {
        seen = Math.fma(arena[at + taps[cell]], weights[first + cell], seen);
      }
      sum = Math.fma(window.shares()[share + column * window.lanes()], seen, sum);
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
