package dev.riffle.gradient.planar.place;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** Memory in the making: who gets which places of one long array. */
public final class Arena {
  private final Map<Stack, Integer> masks = new HashMap<>();
  private final Map<Stack, Deque<Integer>> slopes = new HashMap<>(); // free, zeros at the pads
  private final Map<Stack, Deque<Integer>> rough = new HashMap<>(); // free, anything there
  private int size;

  /** The first place of a new plane, zeros everywhere. */
  public int take(Stack stack) {
    int first = size + stack.origin();
    size = Math.addExact(size, stack.planeSize());
    return first;
  }

  /** The first place of the first of several such planes, one behind the other. */
  public int take(Stack stack, int count) {
    int first = take(stack);
    size = Math.addExact(size, Math.multiplyExact(count - 1, stack.planeSize()));
    return first;
  }

  /** The first place of a plane whose pads are zero. */
  public int takeSlope(Stack stack) {
    return again(slopes, stack);
  }

  /** Gives such a plane back, its pads zero. */
  public void dropSlope(Stack stack, int first) {
    slopes.computeIfAbsent(stack, missing -> new ArrayDeque<>()).push(first);
  }

  /** The first place of a plane that holds anything. */
  public int takeRough(Stack stack) {
    return again(rough, stack);
  }

  /** Gives such a plane back. */
  public void dropRough(Stack stack, int first) {
    rough.computeIfAbsent(stack, missing -> new ArrayDeque<>()).push(first);
  }

  private int again(Map<Stack, Deque<Integer>> free, Stack stack) {
    Deque<Integer> places = free.get(stack);
    return places == null || places.isEmpty() ? take(stack) : places.pop();
  }

  /** The first place of the plane that is one at the places that are used, else zero. */
  public int mask(Stack stack) {
    return masks.computeIfAbsent(stack, this::take);
  }

  /** All such planes, to be filled once the array is there. */
  public Map<Stack, Integer> masks() {
    return Collections.unmodifiableMap(masks);
  }

  /** How long the array must be. */
  public int size() {
    return size;
  }
}
