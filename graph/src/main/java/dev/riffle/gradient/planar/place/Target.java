package dev.riffle.gradient.planar.place;

import dev.riffle.run.planar.kernel.Kernels;

/**
 * Where a layer's share of a plane's slopes goes: into the plane of slopes itself if it is the
 * first, else beside it, to be added.
 *
 * @param at where to write it, all places, zero at the pads
 * @param sum the plane of slopes to add it to afterwards; {@link Plane#NOWHERE} for none
 * @param stack how both lie
 */
public record Target(int at, int sum, Stack stack) {

  private static Target of(Plane plane, Arena arena) {
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

  /**
   * The targets for a layer's input planes. The layer gives them back with {@link #drop} when it is
   * planned.
   */
  public static Target[] of(Plane[] planes, Arena arena) {
    Target[] targets = new Target[planes.length];
    for (int c = 0; c < planes.length; c++) {
      targets[c] = of(planes[c], arena);
    }
    return targets;
  }

  /** Gives back what lay beside the planes of slopes. */
  public static void drop(Target[] targets, Plane[] planes, Arena arena) {
    for (int c = 0; c < planes.length; c++) {
      if (targets[c].at != planes[c].slope()) {
        arena.dropRough(planes[c].stack(), targets[c].at);
      }
    }
  }

  /**
   * Adds what was written, once zeros are where other numbers may lie at the pads.
   *
   * @param mask the first place of the stack's mask
   */
  public void addMasked(Kernels kernels, float[] arena, int mask) {
    kernels.multiply(arena, at, mask, at, stack.vectors(kernels.lanes()));
    add(kernels, arena);
  }

  /** Adds what was written, if something was there before. */
  public void add(Kernels kernels, float[] arena) {
    if (sum != Plane.NOWHERE) {
      kernels.add(arena, sum, at, sum, stack.vectors(kernels.lanes()));
    }
  }
}
