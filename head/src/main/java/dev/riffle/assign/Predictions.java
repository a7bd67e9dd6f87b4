package dev.riffle.assign;

import dev.riffle.box.Box;

/** What a head finds in one picture. */
public interface Predictions {

  /** The box that a place gives, in pixels of the input. */
  Box box(int place);

  /**
   * How wrong a place's scores are, all classes together, if it is to find a class.
   *
   * @param quality the score that the class is to have there; the others are to have none
   */
  double classLoss(int place, int category, double quality);
}
