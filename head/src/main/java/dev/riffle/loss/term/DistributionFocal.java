package dev.riffle.loss.term;

/**
 * Distribution focal loss: a distance is to be spread over the two bins next to it.
 *
 * <pre>
 * loss  = −Σ target · log softmax;  slope along a bin's logit = softmax − target
 * target = 1 − |bin − distance|, 0 at least
 * </pre>
 *
 * @see <a href="https://arxiv.org/abs/2006.04388">Generalized Focal Loss</a>
 */
public final class DistributionFocal {
  /** How far below the last bin the largest distance to be learned lies. */
  private static final double MARGIN = 0.1;

  private DistributionFocal() {}

  /** The nearest distance that bins up to {@code regMax} can learn. */
  public static double learnable(double distance, int regMax) {
    return Math.min(Math.max(distance, 0), regMax - MARGIN);
  }

  private static double target(int bin, double distance) {
    return Math.max(1 - Math.abs(bin - distance), 0);
  }

  /** The loss of a distribution that is to tell a {@link #learnable} distance, in bins. */
  public static double loss(Softmax distribution, double distance) {
    double loss = 0;
    for (int bin = (int) distance; bin <= (int) distance + 1; bin++) {
      loss -= target(bin, distance) * distribution.log(bin);
    }
    return loss;
  }

  /** Its slope along a bin's logit. */
  public static double slope(Softmax distribution, int bin, double distance) {
    return distribution.share(bin) - target(bin, distance);
  }
}
