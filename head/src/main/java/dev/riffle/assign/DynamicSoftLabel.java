package dev.riffle.assign;

import dev.riffle.graph.Default;

/**
 * NanoDet-Plus's dynamic soft label assigner: an object is learned by the places that already find
 * it best, as many as their overlaps add up to.
 *
 * @param topk overlaps that are added up
 * @param iouFactor how much the overlap counts beside the class
 */
public record DynamicSoftLabel(@Default("13") int topk, @Default("3") double iouFactor) {

  public DynamicSoftLabel {
    if (topk < 1) {
      throw new IllegalArgumentException("topk: expected 1 or more, found " + topk);
    }
    if (!(iouFactor >= 0 && iouFactor < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("iouFactor: expected 0 or more, found " + iouFactor);
    }
  }
}
