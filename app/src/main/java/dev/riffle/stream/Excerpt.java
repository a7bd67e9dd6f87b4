package dev.riffle.stream;

import java.util.OptionalLong;

/**
 * Which of a video's frames are wanted.
 *
 * @param every each how many-th, counted from the first wanted
 * @param from in seconds, the first wanted
 * @param to in seconds, before which the last wanted lies
 * @param limit how many at most
 */
public record Excerpt(long every, double from, double to, long limit) {

  /** All of them. */
  public static final Excerpt ALL = new Excerpt(1, 0, Double.POSITIVE_INFINITY, Long.MAX_VALUE);

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException naming the option
   */
  public Excerpt {
    if (every < 1) {
      throw new IllegalArgumentException("--every: expected 1 or more, found " + every);
    }
    if (!(from >= 0)) {
      throw new IllegalArgumentException("--from: expected 0 seconds or more, found " + from);
    }
    if (!(to > from)) {
      throw new IllegalArgumentException("--to: expected more than --from, found " + to);
    }
    if (limit < 1) {
      throw new IllegalArgumentException("--limit: expected 1 or more, found " + limit);
    }
  }

  /** How many of a video's frames are wanted, where it is known how many it has. */
  public OptionalLong count(OptionalLong frames, double rate) {
    if (frames.isEmpty()) {
      return limit == Long.MAX_VALUE ? frames : OptionalLong.of(limit);
    }
    double end = Math.min(frames.getAsLong(), Math.ceil(to * rate));
    double within = Math.max(0, end - Math.ceil(from * rate));
    return OptionalLong.of(Math.min(limit, (long) Math.ceil(within / every)));
  }

  /** The same without an end to their number. */
  public Excerpt unlimited() {
    return new Excerpt(every, from, to, Long.MAX_VALUE);
  }
}
