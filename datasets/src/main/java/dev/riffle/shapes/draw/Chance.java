package dev.riffle.shapes.draw;

/**
 * Numbers that a seed determines, the same on every machine.
 *
 * @see <a href="https://doi.org/10.1145/2660193.2660195">SplitMix64</a>
 */
final class Chance {
  private static final long STEP = 0x9e3779b97f4a7c15L; // 2⁶⁴ over the golden ratio, made odd

  private long state;

  // A seed that is itself mixed keeps neighbours from walking the same way some steps apart.
  Chance(long seed) {
    state = mixed(seed + STEP);
  }

  private static long mixed(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  /** 64 bits. */
  long bits() {
    state += STEP;
    return mixed(state);
  }

  /** A whole number from 0 up to but not including the bound. */
  int below(int bound) {
    return (int) ((bits() >>> 33) * bound >>> 31);
  }

  /** A number from low up to but not including high. */
  double between(double low, double high) {
    return low + (high - low) * ((bits() >>> 11) * 0x1p-53);
  }

  /** True in this share of cases. */
  boolean happens(double share) {
    return between(0, 1) < share;
  }
}
