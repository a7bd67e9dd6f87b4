package dev.riffle.train.optimize;

/** Which numbers a configuration of training may hold. */
public final class Range {
  private Range() {}

  /** Refuses less than 0, naming it. */
  public static void notNegative(String what, double number) {
    if (!(number >= 0)) {
      throw new IllegalArgumentException(what + ": expected 0 or more, found " + number);
    }
  }

  /** Refuses 0 and less, naming it. */
  public static void positive(String what, double number) {
    if (!(number > 0)) {
      throw new IllegalArgumentException(what + ": expected more than 0, found " + number);
    }
  }

  /** Refuses counts of 0 and less, naming it. */
  public static void positive(String what, int count) {
    if (count < 1) {
      throw new IllegalArgumentException(what + ": expected 1 or more, found " + count);
    }
  }

  /** Refuses what is no share of what was, to be mixed with what is new. */
  public static void share(String what, double number) {
    if (!(number >= 0 && number < 1)) {
      throw new IllegalArgumentException(
          what + ": expected 0 or more and less than 1, found " + number);
    }
  }
}
