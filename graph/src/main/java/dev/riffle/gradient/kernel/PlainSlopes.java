package dev.riffle.gradient.kernel;

/** {@link SlopeKernels} by plain loops. */
final class PlainSlopes implements SlopeKernels {
  private final int lanes;

  /**
   * Plain loops over runs told in vectors of some width.
   *
   * @param lanes numbers in such a vector
   */
  PlainSlopes(int lanes) {
    this.lanes = lanes;
  }

  @Override
  public int lanes() {
    return lanes;
  }

  @Override
  public void dots(
      float[] arena, int[] rows, int row, int[] terms, int term, int vectors, int scratch) {
    for (int r = 0; r < TILE; r++) {
      for (int t = 0; t < TILE; t++) {
        arena[scratch + r * TILE + t] = dot(arena, rows[row + r], terms[term + t], vectors);
      }
    }
  }

  private float dot(float[] arena, int a, int b, int vectors) {
    double sum = 0;
    for (int p = 0; p < vectors * lanes; p++) {
      sum += (double) arena[a + p] * arena[b + p];
    }
    return (float) sum;
  }

  @Override
  public void correlate(
      float[] arena, int row, int base, int[] taps, int from, int vectors, int scratch) {
    for (int t = 0; t < TAPS; t++) {
      arena[scratch + t] = dot(arena, row, base + taps[from + t], vectors);
    }
  }

  @Override
  public double sum(float[] arena, int at, int mask, int vectors, int scratch) {
    double sum = 0;
    for (int p = 0; p < vectors * lanes; p++) {
      sum += (double) arena[at + p] * arena[mask + p];
    }
    return sum;
  }

  @Override
  public void moments(float[] arena, int at, float centre, int mask, int vectors, int scratch) {
    double sum = 0;
    double squares = 0;
    for (int p = 0; p < vectors * lanes; p++) {
      double away = arena[at + p] - centre;
      sum += away * arena[mask + p];
      squares += away * away * arena[mask + p];
    }
    arena[scratch] = (float) sum;
    arena[scratch + 1] = (float) squares;
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
    for (int p = 0; p < vectors * lanes; p++) {
      float z = Math.fma(arena[at + p], scale, shift);
      arena[out + p] = Math.max(z, z * slope) * arena[mask + p];
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
    double sum = 0;
    double product = 0;
    for (int p = 0; p < vectors * lanes; p++) {
      float y = arena[at + p];
      float d = arena[slopes + p] * (Math.fma(y, scale, shift) > 0 ? 1 : slope);
      sum += d;
      product += (double) d * (y - mean);
    }
    arena[scratch] = (float) sum;
    arena[scratch + 1] = (float) product;
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
    for (int p = 0; p < vectors * lanes; p++) {
      float y = arena[at + p];
      float d = arena[slopes + p] * (Math.fma(y, scale, shift) > 0 ? 1 : slope);
      arena[slopes + p] = (scale * d - constant - linear * (y - mean)) * arena[mask + p];
    }
  }

  @Override
  public void winners(float[] arena, int base, int[] taps, int highest, int out, int vectors) {
    for (int p = 0; p < vectors * lanes; p++) {
      int winner = 0;
      while (winner < taps.length - 1 && arena[base + taps[winner] + p] != arena[highest + p]) {
        winner++;
      }
      arena[out + p] = winner;
    }
  }

  @Override
  public void copyRows(
      float[] arena, int from, int pitch, int to, int step, int rows, int columns) {
    for (int row = 0; row < rows; row++) {
      System.arraycopy(arena, from + row * pitch, arena, to + row * step, columns);
    }
  }

  @Override
  public void zip(
      float[] arena, int even, int odd, int pitch, int rows, int columns, int out, int step) {
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < columns; i++) {
        arena[out + row * step + 2 * i] = arena[even + row * pitch + i];
        arena[out + row * step + 2 * i + 1] = arena[odd + row * pitch + i];
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
    for (int i = 0; i < count; i++) {
      float sum = Math.fma(f0, from[start + i], into[at + i]);
      sum = Math.fma(f1, from[start + step + i], sum);
      sum = Math.fma(f2, from[start + 2 * step + i], sum);
      into[at + i] = Math.fma(f3, from[start + 3 * step + i], sum);
    }
  }
}
