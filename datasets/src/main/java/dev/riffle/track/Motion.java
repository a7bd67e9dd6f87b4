package dev.riffle.track;

import dev.riffle.box.Box;

/**
 * Where a box is and how it moves: a Kalman filter with constant velocity on its centre, the ratio
 * of its sides, and its height. All noise is independent between these four, so that the usual 8×8
 * matrices fall apart into four filters of place and velocity, each 2×2.
 *
 * @see <a href="https://arxiv.org/abs/1703.07402">SORT with a deep association metric</a>, which
 *     gives state and noise
 */
final class Motion {
  private static final int STATES = 4; // centre x, centre y, width / height, height
  private static final int RATIO = 2;
  private static final int HEIGHT = 3;
  // Standard deviations as shares of the height; the ratio has its own, absolute ones.
  private static final double PLACE = 1.0 / 20;
  private static final double SPEED = 1.0 / 160;
  private static final double RATIO_PLACE = 1e-2;
  private static final double RATIO_SPEED = 1e-5;
  private static final double RATIO_SEEN = 1e-1;
  private static final double TINY = 1e-3; // a box without height has no ratio

  private final double[] place = new double[STATES];
  private final double[] speed = new double[STATES];
  // The covariance of each pair: place², place·speed, speed².
  private final double[] pp = new double[STATES];
  private final double[] ps = new double[STATES];
  private final double[] ss = new double[STATES];

  /** At rest in a box. */
  Motion(Box box) {
    measure(box, place);
    double height = place[HEIGHT];
    for (int i = 0; i < STATES; i++) {
      pp[i] = square(i == RATIO ? RATIO_PLACE : 2 * PLACE * height);
      ss[i] = square(i == RATIO ? RATIO_SPEED : 10 * SPEED * height);
    }
  }

  private static void measure(Box box, double[] into) {
    double height = Math.max(TINY, box.height());
    into[0] = (box.left() + box.right()) / 2.0;
    into[1] = (box.top() + box.bottom()) / 2.0;
    into[RATIO] = Math.max(TINY, box.width()) / height;
    into[HEIGHT] = height;
  }

  private static double square(double x) {
    return x * x;
  }

  /**
   * Goes on in time, and becomes less sure: with F = [1 t; 0 1], P ← F P Fᵀ + t Q.
   *
   * @param time in frames
   */
  void predict(double time) {
    double height = place[HEIGHT];
    for (int i = 0; i < STATES; i++) {
      place[i] += time * speed[i];
      pp[i] += time * (2 * ps[i] + time * ss[i]);
      ps[i] += time * ss[i];
      pp[i] += time * square(i == RATIO ? RATIO_PLACE : PLACE * height);
      ss[i] += time * square(i == RATIO ? RATIO_SPEED : SPEED * height);
    }
    place[RATIO] = Math.max(TINY, place[RATIO]);
    place[HEIGHT] = Math.max(TINY, place[HEIGHT]);
  }

  /** While it is not seen it neither grows nor shrinks. */
  void keepSize() {
    speed[HEIGHT] = 0;
  }

  /** Learns where it is: the gain is P Hᵀ / (H P Hᵀ + R), with H = [1 0]. */
  void correct(Box box) {
    double[] seen = new double[STATES];
    measure(box, seen);
    double height = place[HEIGHT];
    for (int i = 0; i < STATES; i++) {
      double spread = pp[i] + square(i == RATIO ? RATIO_SEEN : PLACE * height);
      double placeGain = pp[i] / spread;
      double speedGain = ps[i] / spread;
      double surprise = seen[i] - place[i];
      place[i] += placeGain * surprise;
      speed[i] += speedGain * surprise;
      ss[i] -= speedGain * ps[i];
      ps[i] -= speedGain * pp[i];
      pp[i] -= placeGain * pp[i];
    }
  }

  /** Where it is by now. */
  Box box() {
    double width = place[RATIO] * place[HEIGHT];
    return new Box(
        (float) (place[0] - width / 2),
        (float) (place[1] - place[HEIGHT] / 2),
        (float) (place[0] + width / 2),
        (float) (place[1] + place[HEIGHT] / 2));
  }

  /** How far a part of the state moves in a frame: 0 and 1 are the centre. */
  double speed(int part) {
    return speed[part];
  }
}
