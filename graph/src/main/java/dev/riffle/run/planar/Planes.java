package dev.riffle.run.planar;

import dev.riffle.run.planar.step.Grid;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Deals out the arena, plane by plane, and takes planes back when nothing reads them any more, the
 * last one first: it is the likeliest to be in the cache still. A plane is dealt out again for the
 * same grid only, so that zeros stay above and below it.
 */
final class Planes {
  private final Map<Kind, Deque<Integer>> free = new HashMap<>(); // beginnings
  private final Map<Integer, Plane> taken = new HashMap<>(); // by first place
  // A row's first number may look at what lies before it.
  private int size = Grid.FIRST_LINE + Grid.OVERRUN;

  /** What planes of one pool have in common: how many lie in a run. */
  private record Kind(Grid grid, int run) {
    int size() {
      return Math.multiplyExact(run, grid.planeSize());
    }
  }

  private static final class Plane {
    final Kind kind;
    final int begin;
    int readers;

    Plane(Kind kind, int begin) {
      this.kind = kind;
      this.begin = begin;
    }
  }

  /** First places of as many planes, which nobody reads yet. */
  int[] take(int count, Grid grid) {
    return takeRuns(count, 1, grid);
  }

  /**
   * First places of as many runs of planes, one run a channel.
   *
   * @param run planes behind one another in each
   */
  int[] takeRuns(int count, int run, Grid grid) {
    Kind kind = new Kind(grid, run);
    Deque<Integer> unused = free.computeIfAbsent(kind, key -> new ArrayDeque<>());
    int[] first = new int[count];
    for (int i = 0; i < count; i++) {
      int begin = unused.isEmpty() ? grow(kind) : unused.pop();
      first[i] = begin + grid.origin();
      taken.put(first[i], new Plane(kind, begin));
    }
    return first;
  }

  private int grow(Kind kind) {
    int begin = size;
    size = Math.addExact(size, kind.size());
    return begin;
  }

  /** Says that these will be read so many times more. */
  void keep(int[] first, int readers) {
    for (int place : first) {
      taken.get(place).readers += readers;
    }
  }

  /** Says that these have been read; planes that wait for no reader are dealt out again. */
  void drop(int[] first) {
    for (int place : first) {
      Plane plane = taken.get(place);
      if (--plane.readers == 0) {
        taken.remove(place);
        free.get(plane.kind).push(plane.begin);
      }
    }
  }

  /** Numbers in all planes that were ever taken at once. */
  int size() {
    return size;
  }
}
