package dev.riffle.run;

/** Runs before those that are timed, in which the JIT compiles what takes long. */
public final class WarmUp {
  private static final int ENOUGH = 200; // then a network has settled
  private static final int LEAST = 20;
  private static final long NANOSECONDS = 3_000_000_000L;

  private WarmUp() {}

  /** Repeats a run until it has settled, or for a few seconds where runs are slow. */
  public static void repeat(Runnable run) {
    long start = System.nanoTime();
    for (int i = 0; i < ENOUGH; i++) {
      if (i >= LEAST && System.nanoTime() - start > NANOSECONDS) {
        return;
      }
      run.run();
    }
  }
}
