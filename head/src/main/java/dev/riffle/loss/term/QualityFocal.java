package dev.riffle.loss.term;

/**
 * Quality focal loss of a score that is to tell how well its box covers an object:
 *
 * <pre>
 * loss  = entropy · (σ − quality)²;  σ = 1 / (1 + exp(−logit)),  entropy = ln(1 + exp(logit)) − quality · logit
 * slope = (σ − quality)³ + 2 · entropy · (σ − quality) · σ · (1 − σ)
 * </pre>
 *
 * @see <a href="https://arxiv.org/abs/2006.04388">Generalized Focal Loss</a>
 */
public final class QualityFocal {
  private QualityFocal() {}

  public static double sigmoid(double logit) {
    return 1 / (1 + Math.exp(-logit));
  }

  private static double entropy(double logit, double quality) {
    return Math.max(logit, 0) + Math.log1p(Math.exp(-Math.abs(logit))) - quality * logit;
  }

  /** The loss of a score that is to be {@code quality}. */
  public static double loss(double logit, double quality) {
    double miss = sigmoid(logit) - quality;
    return entropy(logit, quality) * miss * miss;
  }

  /** Its slope along the logit. */
  public static double slope(double logit, double quality) {
    double score = sigmoid(logit);
    double miss = score - quality;
    return miss * (miss * miss + 2 * entropy(logit, quality) * score * (1 - score));
  }

  // Nearly all scores are to be 0. For them, between −16 and 16, cubics that meet both loss and
  // slope at their ends stand for the formulas: to 2e-8 of the loss and 1e-6 of the slope, in a
  // quarter of the time.
  private static final int FROM = -16;
  private static final int CELLS_PER_UNIT = 64;
  private static final int CELLS = -2 * FROM * CELLS_PER_UNIT;
  private static final double[] CUBICS = cubics(); // [cell][power]

  private static double[] cubics() {
    double[] cubics = new double[4 * CELLS];
    for (int cell = 0; cell < CELLS; cell++) {
      double from = FROM + (double) cell / CELLS_PER_UNIT;
      double to = FROM + (cell + 1.0) / CELLS_PER_UNIT;
      double rise = loss(to, 0) - loss(from, 0);
      double slopeFrom = slope(from, 0) / CELLS_PER_UNIT;
      double slopeTo = slope(to, 0) / CELLS_PER_UNIT;
      cubics[4 * cell] = loss(from, 0);
      cubics[4 * cell + 1] = slopeFrom;
      cubics[4 * cell + 2] = 3 * rise - 2 * slopeFrom - slopeTo;
      cubics[4 * cell + 3] = slopeFrom + slopeTo - 2 * rise;
    }
    return cubics;
  }

  /**
   * One class's loss where it is to be found nowhere.
   *
   * @param logits of its plane, from {@code first} on
   * @param slopes where they go, at the same indices
   * @param sums each place's loss is added to, from {@code begin} on
   */
  public static void nowhere(
      float[] logits, int first, int count, float[] slopes, double[] sums, int begin) {
    for (int i = 0; i < count; i++) {
      float logit = logits[first + i];
      double at = (logit - (double) FROM) * CELLS_PER_UNIT;
      if (at >= 0 && at < CELLS) {
        int cell = (int) at;
        double t = at - cell;
        double b = CUBICS[4 * cell + 1];
        double c = CUBICS[4 * cell + 2];
        double d = CUBICS[4 * cell + 3];
        sums[begin + i] += CUBICS[4 * cell] + t * (b + t * (c + t * d));
        slopes[first + i] = (float) (CELLS_PER_UNIT * (b + t * (2 * c + t * 3 * d)));
      } else {
        sums[begin + i] += loss(logit, 0);
        slopes[first + i] = (float) slope(logit, 0);
      }
    }
  }
}
