package dev.riffle.run.planar.kernel;

/** {@link Kernels}' verbs over planes of rows, by plain loops. */
final class PlainPlanes {
  private PlainPlanes() {}

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
