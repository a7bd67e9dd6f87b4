package dev.riffle.assign;

import dev.riffle.box.Box;
import dev.riffle.box.Truths;

/**
 * Chooses what each place of a head is to learn.
 *
 * <p>A place that is to learn no object is to find nothing, unless it lies in an ignored region:
 * there it may find anything. What counts is where the place lies; how much of its cell or its box
 * the region covers does not. (In the original, regions are off by default, and then both keep
 * places from learning objects and go by how much they cover.)
 */
public sealed interface Assigner permits Atss, DynamicSoftLabel {

  /** Stands for no object: the place is to find nothing. */
  int BACKGROUND = -1;

  /** Stands for no object either: what the place finds does not count. */
  int IGNORED = -2;

  /**
   * What each place is to learn.
   *
   * @param predictions what the head finds now
   * @return for each place an index of the truths' objects, {@link #BACKGROUND} or {@link #IGNORED}
   */
  default int[] assign(Places places, Truths truths, Predictions predictions) {
    int[] assigned = objects(places, truths, predictions);
    for (Box region : truths.ignored()) {
      for (int place = 0; place < assigned.length; place++) {
        if (assigned[place] == BACKGROUND && places.depth(place, region) > 0) {
          assigned[place] = IGNORED;
        }
      }
    }
    return assigned;
  }

  /** The same, as if no region were ignored. */
  int[] objects(Places places, Truths truths, Predictions predictions);
}
