package dev.riffle.gradient.planar;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** Memory in the making: who gets which places of one long array. */
final class Arena {
  private final Map<Stack, Integer> masks = new HashMap<>();
  private final Map<Stack, Deque<Integer>> slopes =
      new HashMap<>(); // given back, zeros at the pads
  private final Map<Stack, Deque<Integer>> rough = new HashMap<>(); // given back, anything there
  private int size;

  /** The first place of a new plane. */
  int take(Stack stack) {
    int first = size + stack.origin();
    size = Math.addExact(size, stack.planeSize());
    return first;
  }

  /** The first place of the first of several planes, one behind the other. */
  int take(Stack stack, int count) {
    int first = take(stack);
    size = Math.addExact(size, Math.multiplyExact(count - 1, stack.planeSize()));
    return first;
  }

  /** A plane whose pads are zero. */
  int takeSlope(Stack stack) {
    return again(slopes, stack);
  }

  /** Gives such a plane back, its pads zero. */
  void dropSlope(Stack stack, int first) {
    slopes.computeIfAbsent(stack, missing -> new ArrayDeque<>()).push(first);
  }

  /** A plane that holds anything. */
  int takeRough(Stack stack) {
    return again(rough, stack);
  }

  /** Gives such a plane back. */
  void dropRough(Stack stack, int first) {
    rough.computeIfAbsent(stack, missing -> new ArrayDeque<>()).push(first);
  }

  private int again(Map<Stack, Deque<Integer>> free, Stack stack) {
    Deque<Integer> places = free.get(stack);
    return places == null || places.isEmpty() ? take(stack) : places.pop();
  }

  /** The plane that is one at the places that are used. */
  int mask(Stack stack) {
    return masks.computeIfAbsent(stack, this::take);
  }

  /** All such planes. */
  Map<Stack, Integer> masks() {
    return masks;
  }

  int size() {
    return size;
  }
}
