package dev.riffle.video;

import java.time.Duration;

/**
 * How a stream that stopped is tried again: after a pause that doubles each time.
 *
 * @param tries how often, before giving up
 * @param first the pause before the first of them
 */
public record Retry(int tries, Duration first) {

  /** After 1, 2, 4, 8 and 16 seconds. */
  public static final Retry USUAL = new Retry(5, Duration.ofSeconds(1));

  /** Checks the signs. */
  public Retry {
    if (tries < 0 || first.isNegative()) {
      throw new IllegalArgumentException(
          "expected no negative tries or pause, found " + tries + ", " + first);
    }
  }

  /** The pause before a try, counted from 0. */
  public Duration pause(int attempt) {
    return first.multipliedBy(1L << Math.min(attempt, 16));
  }

  /** All pauses together. */
  public Duration total() {
    Duration total = Duration.ZERO;
    for (int attempt = 0; attempt < tries; attempt++) {
      total = total.plus(pause(attempt));
    }
    return total;
  }
}
