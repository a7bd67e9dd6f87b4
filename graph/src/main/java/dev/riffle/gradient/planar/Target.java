package dev.riffle.gradient.planar;

import dev.riffle.run.planar.kernel.Kernels;

/**
 * Where a layer's share of a plane's slopes goes: into the plane of slopes itself if it is the
 * first, else beside it, to be added.
 *
 * @param at where to write it, all places, zero at the pads
 * @param sum the plane of slopes to add it to afterwards; {@link Plane#NOWHERE} for none
 */
record Target(int at, int sum, Stack stack) {

  /** The target for one plane. The layer gives it back with {@link #drop} when it is planned. */
  static Target of(Plane plane, Arena arena) {
    Stack stack = plane.stack();
    if (!plane.learns()) {
      return new Target(arena.takeRough(stack), Plane.NOWHERE, stack);
    }
    if (plane.slope() != Plane.NOWHERE) {
      return new Target(arena.takeRough(stack), plane.slope(), stack);
    }
    plane.slopeAt(arena.takeSlope(stack));
    return new Target(plane.slope(), Plane.NOWHERE, stack);
  }

  /** The targets for a layer's input planes. */
  static Target[] of(Plane[] planes, Arena arena) {
    Target[] targets = new Target[planes.length];
    for (int c = 0; c < planes.length; c++) {
      targets[c] = of(planes[c], arena);
    }
    return targets;
  }

  static void drop(Target[] targets, Plane[] planes, Arena arena) {
    for (int c = 0; c < planes.length; c++) {
      if (targets[c].at != planes[c].slope()) {
        arena.dropRough(planes[c].stack(), targets[c].at);
      }
    }
  }

  /** Zeros at the pads, if other numbers may be there. */
  void mask(Kernels kernels, float[] arena, int mask) {
    kernels.multiply(arena, at, mask, at, stack.vectors(kernels.lanes()));
  }

  /** Adds what was written, if something was there before. */
  void add(Kernels kernels, float[] arena) {
    if (sum != Plane.NOWHERE) {
      kernels.add(arena, sum, at, sum, stack.vectors(kernels.lanes()));
    }
  }
}
