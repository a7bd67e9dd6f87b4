package dev.riffle.run.planar.step;

/**
 * One step of a program. It is cut into units that may run in any order, on any threads, and that
 * do not depend on how many there are. Immutable, and shared by all sessions.
 */
public interface Step {

  /** How many units there are. */
  int units();

  /** Numbers of scratch memory that a unit needs. */
  default int scratch() {
    return 0;
  }

  /**
   * Runs a unit.
   *
   * @param arena holds all planes
   * @param scratch where this thread's scratch memory begins in it
   */
  void run(float[] arena, int scratch, int unit);

  /** Units of at least some work each, but enough of them to be shared by a few threads. */
  static int perUnit(int count, long workOfEach) {
    long least = Math.max(1, LEAST_WORK / Math.max(1, workOfEach));
    return (int) Math.max(1, Math.min(least, (count + UNITS - 1) / UNITS));
  }

  /** Multiply-adds below which a unit is not worth handing out. */
  int LEAST_WORK = 100_000;

  /** Units beyond which more of them share out no better. */
  int UNITS = 16;
}
