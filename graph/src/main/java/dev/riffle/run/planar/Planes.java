package dev.riffle.run.planar;

import dev.riffle.run.planar.step.Grid;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Deals out the arena, plane by plane, and takes planes back when nothing reads them any more. Of
 * the holes that this leaves a plane goes to the one made last that has room for it: it is the
 * likeliest to be in the cache still. What lies in and around a plane is what others have left.
 */
final class Planes {
  private final TreeMap<Integer, Hole> holes = new TreeMap<>(); // by where they begin
  private final Map<Integer, Plane> taken = new HashMap<>(); // by first place
  private int holesMade;
  // A row's first number may look at what lies before it.
  private int size = Grid.FIRST_LINE + Grid.OVERRUN;

  /**
   * Numbers that nobody has.
   *
   * @param made how many holes had been made before it
   */
  private record Hole(int end, int made) {}

  private static final class Plane {
    final int begin;
    final int end;
    int readers;

    Plane(int begin, int end) {
      this.begin = begin;
      this.end = end;
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
    int length = Math.multiplyExact(run, grid.planeSize());
    int[] first = new int[count];
    for (int i = 0; i < count; i++) {
      int begin = take(length);
      first[i] = begin + grid.origin();
      taken.put(first[i], new Plane(begin, begin + length));
    }
    return first;
  }

  private int take(int length) {
    Map.Entry<Integer, Hole> latest = null;
    for (Map.Entry<Integer, Hole> hole : holes.entrySet()) {
      boolean hasRoom = hole.getValue().end - hole.getKey() >= length;
      if (hasRoom && (latest == null || hole.getValue().made > latest.getValue().made)) {
        latest = hole;
      }
    }
    if (latest == null) {
      return grow(length);
    }
    int begin = latest.getKey();
    Hole hole = holes.remove(begin);
    if (begin + length < hole.end) {
      holes.put(begin + length, hole);
    }
    return begin;
  }

  // From the last hole on, if the arena ends with one.
  private int grow(int length) {
    Map.Entry<Integer, Hole> last = holes.lastEntry();
    int begin = size;
    if (last != null && last.getValue().end == size) {
      begin = last.getKey();
      holes.remove(begin);
    }
    size = Math.addExact(begin, length);
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
        give(plane.begin, plane.end);
      }
    }
  }

  // One hole with those next to it.
  private void give(int begin, int end) {
    Map.Entry<Integer, Hole> before = holes.lowerEntry(begin);
    Hole behind = holes.remove(end);
    boolean isNext = before != null && before.getValue().end == begin;
    holes.put(
        isNext ? before.getKey() : begin, new Hole(behind == null ? end : behind.end, holesMade++));
  }

  /** Numbers in all planes that were ever taken at once. */
  int size() {
    return size;
  }
}
