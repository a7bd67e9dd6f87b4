package dev.riffle.onnx.read;

import java.util.List;

/**
 * What a Slice takes, along one axis and step by step.
 *
 * @param from inclusive
 * @param to exclusive
 */
record Slicing(int axis, int from, int to) {

  /** Read from its inputs, for an axis of that length. */
  static Slicing of(Call call, int length) {
    long start = one(call, "starts", 1, null);
    long end = one(call, "ends", 2, null);
    long axis = one(call, "axes", 3, 0L);
    long step = one(call, "steps", 4, 1L);
    if (step != 1) {
      throw new IllegalArgumentException("steps: expected [1], found [" + step + "]");
    }
    int from = clamped(start, length);
    int to = clamped(end, length);
    if (from >= to) {
      throw new IllegalArgumentException(
          "nothing lies between " + start + " and " + end + " of " + length);
    }
    return new Slicing(Math.toIntExact(axis), from, to);
  }

  private static long one(Call call, String what, int input, Long otherwise) {
    List<Long> numbers =
        call.integers(what, input, otherwise == null ? List.of() : List.of(otherwise));
    if (numbers.size() != 1) {
      throw new IllegalArgumentException(what + ": expected one, found " + numbers);
    }
    return numbers.get(0);
  }

  private static int clamped(long place, int length) {
    long counted = place < 0 ? place + length : place;
    return (int) Math.min(Math.max(counted, 0), length);
  }
}
