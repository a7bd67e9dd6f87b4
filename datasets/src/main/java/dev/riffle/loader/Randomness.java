package dev.riffle.loader;

import java.util.Random;

/** Random numbers that depend on where they are used and nothing else. */
public final class Randomness {
  private static final long STEP = 0x9E3779B97F4A7C15L; // 2^64 over the golden ratio

  private Randomness() {}

  /**
   * A stream of numbers for one place.
   *
   * @param place such as an epoch, or a step and a sample's place in it; each gives another stream
   */
  public static Random of(long seed, long... place) {
    long state = mixed(seed + STEP);
    for (long each : place) {
      state = mixed(mixed(state + STEP) ^ each); // not the same with the two exchanged
    }
    return new Random(state); // an algorithm that Java promises to keep
  }

  // The finaliser of SplitMix64: neighbouring numbers go to unlike ones.
  private static long mixed(long bits) {
    long z = (bits ^ bits >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }
}
