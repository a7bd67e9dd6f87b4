package dev.riffle.loss;

/** How well a predicted box covers an object's: at most 1, where both are the same. */
public enum BoxOverlap {
  GIOU,
  DIOU,
  CIOU
}
