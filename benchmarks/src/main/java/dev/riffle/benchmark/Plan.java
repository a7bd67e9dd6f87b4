package dev.riffle.benchmark;

/**
 * How long a contest goes on.
 *
 * @param rounds turns of each rival
 * @param runs in a turn
 * @param warmUp seconds that each rival runs before the first round
 */
record Plan(int rounds, int runs, double warmUp) {

  Plan {
    if (rounds < 1 || runs < 1 || !(warmUp >= 0)) {
      throw new IllegalArgumentException(
          "expected a round, a run and no negative time at least, found "
              + rounds
              + ", "
              + runs
              + " and "
              + warmUp);
    }
  }
}
