package dev.riffle.run.planar;

import dev.riffle.run.planar.step.Grid;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Deals out the arena, plane by plane, and takes planes back when nothing reads them any more, the
 * last one first: it is the likeliest to be in the cache still.
 */
final class Planes {
  private final Map<Integer, Deque<Integer>> free = new HashMap<>(); // beginnings, by size
  private final Map<Integer, Plane> taken = new HashMap<>(); // by first place
  private int size;

  private static final class Plane {
    final int begin;
    final int size;
    int readers;

    Plane(int begin, int size) {
      this.begin = begin;
      this.size = size;
    }
  }

  /** First places of as many planes, which nobody reads yet. */
  int[] take(int count, Grid grid) {
    int[] first = new int[count];
    for (int i = 0; i < count; i++) {
      first[i] = takeRun(grid.planeSize(), grid.origin());
    }
    return first;
  }

  /** Beginnings of as many runs of numbers. */
  int[] takeRuns(int count, int length) {
    int[] first = new int[count];
    for (int i = 0; i < count; i++) {
      first[i] = takeRun(length, 0);
    }
    return first;
  }

  private int takeRun(int length, int origin) {
    Deque<Integer> unused = free.getOrDefault(length, new ArrayDeque<>());
    int begin;
    if (unused.isEmpty()) {
      begin = size;
      size = Math.addExact(size, length);
    } else {
      begin = unused.pop();
    }
    taken.put(begin + origin, new Plane(begin, length));
    return begin + origin;
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
        free.computeIfAbsent(plane.size, key -> new ArrayDeque<>()).push(plane.begin);
      }
    }
  }

  /** Numbers in all planes that were ever taken at once. */
  int size() {
    return size;
  }
}
