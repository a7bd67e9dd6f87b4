package dev.riffle.assign;

import dev.riffle.graph.Default;

/**
 * Adaptive training sample selection: an object is learned by those of the places nearest to its
 * centre whose cells overlap it more than usual.
 *
 * @param topk nearest places of each level to choose from
 * @param octaveBaseScale the side of a place's cell, in strides
 * @see <a href="https://arxiv.org/abs/1912.02424">Bridging the Gap Between Anchor-based and
 *     Anchor-free Detection</a>
 */
public record Atss(@Default("9") int topk, @Default("5") double octaveBaseScale) {

  public Atss {
    if (topk < 1) {
      throw new IllegalArgumentException("topk: expected 1 or more, found " + topk);
    }
    if (!(octaveBaseScale > 0 && octaveBaseScale < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "octaveBaseScale: expected more than 0, found " + octaveBaseScale);
    }
  }
}
