package dev.riffle.gradient.planar.winograd.kernel;

/**
 * What is done to a few numbers along one direction, where a window of three slides over six of
 * them and four come out. Polynomials of these degrees are told by their values at six points, and
 * values are multiplied where coefficients are convolved: with the matrices below, {@code y = Aᵀ
 * ((G w) · (Bᵀ x))}.
 *
 * <p>The points are 0, ±√½, ±√2 and infinity, which round less than whole numbers do (<a
 * href="https://arxiv.org/abs/1803.10986">Barabasz et al.</a>).
 */
public enum Way {
  /** Bᵀ: of what the window sees. */
  INPUT(6, 6),
  /** G: of the window's weights. */
  WEIGHT(3, 6),
  /** Aᵀ: of products to what comes out. */
  OUTPUT(6, 4),
  /** A: the slopes of what comes out, to those of products. */
  OUTPUT_SLOPE(4, 6),
  /** Gᵀ: the slopes of what the weights became, to theirs. */
  WEIGHT_SLOPE(6, 3);

  /** Places that come out of a tile, along either direction. */
  public static final int TILE = 4;

  /** Numbers that stand for them, along either direction. */
  public static final int POINTS = 6;

  /** Of the window, along either direction. */
  public static final int KERNEL = 3;

  static final float NEAR = (float) Math.sqrt(0.5);
  static final float FAR = (float) Math.sqrt(2);

  private static final double[] FINITE = {
    0, Math.sqrt(0.5), -Math.sqrt(0.5), Math.sqrt(2), -Math.sqrt(2)
  };

  private final int in;
  private final int out;

  Way(int in, int out) {
    this.in = in;
    this.out = out;
  }

  /** How many numbers it takes. */
  public int in() {
    return in;
  }

  /** How many it makes. */
  public int out() {
    return out;
  }

  /** What it multiplies by, {@code [out][in]}. */
  double[][] matrix() {
    double[][] matrix = new double[out][in];
    for (int i = 0; i < out; i++) {
      for (int j = 0; j < in; j++) {
        matrix[i][j] =
            switch (this) {
              case INPUT -> remainder(i, j);
              case WEIGHT -> value(i, j, KERNEL) / scale(i);
              case WEIGHT_SLOPE -> value(j, i, KERNEL) / scale(j);
              case OUTPUT -> value(j, i, TILE);
              case OUTPUT_SLOPE -> value(i, j, TILE);
            };
      }
    }
    return matrix;
  }

  // Of x to some power at a point, among so many powers.
  private static double value(int point, int power, int powers) {
    if (point == FINITE.length) {
      return power == powers - 1 ? 1 : 0;
    }
    return Math.pow(FINITE[point], power);
  }

  // The product of the distances from a point to all others.
  private static double scale(int point) {
    double product = 1;
    for (int i = 0; point < FINITE.length && i < FINITE.length; i++) {
      product *= i == point ? 1 : FINITE[point] - FINITE[i];
    }
    return product;
  }

  // The coefficient of some power in the product of (x − point) over all other points.
  private static double remainder(int point, int power) {
    double[] product = new double[POINTS + 1];
    product[0] = 1;
    for (int i = 0; i < FINITE.length; i++) {
      for (int p = POINTS; i != point && p >= 0; p--) {
        product[p] = (p == 0 ? 0 : product[p - 1]) - FINITE[i] * product[p];
      }
    }
    return product[power];
  }
}
