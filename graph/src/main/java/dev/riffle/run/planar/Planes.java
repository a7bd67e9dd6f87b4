package dev.riffle.run.planar;

import dev.riffle.run.planar.step.Grid;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Deals out the arena, plane by plane, and takes planes back when nothing reads them any more, the
 * last one first: it is the likeliest to be in the cache still. A plane is dealt out again for the
 * same grid and surrounding only, so that what lies above and below it stays what it is.
 */
final class Planes {
  private final Map<Kind, Deque<Integer>> free = new HashMap<>(); // beginnings
  private final Map<Integer, Plane> taken = new HashMap<>(); // by first place
  private final List<Fill> fills = new ArrayList<>();
  private int size = Grid.OVERRUN; // a row's first number may look at what lies before it

  /** What planes of one pool have in common: how many lie in a run, and what surrounds each. */
  private record Kind(Grid grid, int run, float outside) {
    int size() {
      return Math.multiplyExact(run, grid.planeSize());
    }
  }

  /** Numbers of the arena that are not zero when it is new. */
  record Fill(int from, int to, float value) {}

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
    return takeRuns(count, 1, grid, 0);
  }

  /**
   * First places of as many runs of planes, one run a channel.
   *
   * @param run planes behind one another in each
   * @param outside what is to lie above and below each plane
   */
  int[] takeRuns(int count, int run, Grid grid, float outside) {
    Kind kind = new Kind(grid, run, outside);
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
    if (kind.outside() != 0) {
      fills.add(new Fill(begin, size, kind.outside()));
    }
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

  /** What has to be in a new arena. */
  List<Fill> fills() {
    return fills;
  }
}
