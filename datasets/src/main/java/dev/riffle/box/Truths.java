package dev.riffle.box;

import java.util.List;

/**
 * What a network is to find in one input.
 *
 * @param objects boxes with classes, in pixels of the input
 * @param ignored regions where finding something is neither right nor wrong: crowds, and what
 *     annotators marked as to be left out
 */
public record Truths(List<Truth> objects, List<Box> ignored) {

  /** An input without objects. */
  public static final Truths NONE = new Truths(List.of(), List.of());

  /**
   * One object.
   *
   * @param box where, in pixels of the input
   * @param category what: the index of the class, from 0
   */
  public record Truth(Box box, int category) {}

  public Truths {
    objects = List.copyOf(objects);
    ignored = List.copyOf(ignored);
  }
}
