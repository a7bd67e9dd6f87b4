package dev.riffle.eval;

import java.util.Objects;

/**
 * Sizes of objects that are looked at by themselves.
 *
 * @param label as tables show it
 * @param low least area in square pixels, inclusive
 * @param high greatest area in square pixels, inclusive
 */
public record AreaRange(String label, double low, double high) {

  /** The label of the range that stands for objects of any size. */
  public static final String ALL = "all";

  /** COCO's ranges, to which every size of up to 10¹⁰ belongs; one on a border belongs to two. */
  public static final AreaRange SMALL = new AreaRange("small", 0, 32 * 32);

  public static final AreaRange MEDIUM = new AreaRange("medium", 32 * 32, 96 * 96);
  public static final AreaRange LARGE = new AreaRange("large", 96 * 96, 1e10);

  /**
   * Checks that the limits are numbers; a range that holds nothing is one.
   *
   * @throws IllegalArgumentException if one is not a number
   */
  public AreaRange {
    Objects.requireNonNull(label, "label");
    if (Double.isNaN(low) || Double.isNaN(high)) {
      throw new IllegalArgumentException(
          "area range " + label + ": expected two numbers, found " + low + " to " + high);
    }
  }

  /** Whether an object of that size is one of these; not a number lies in every range. */
  public boolean holds(double area) {
    return !(area < low || area > high);
  }
}
