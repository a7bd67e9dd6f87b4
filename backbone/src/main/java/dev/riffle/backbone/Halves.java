package dev.riffle.backbone;

import dev.riffle.graph.Node;
import dev.riffle.graph.Op.Shuffle;
import dev.riffle.graph.Op.Slice;
import dev.riffle.graph.Scope;

/**
 * The channel split of ShuffleNet V2.
 *
 * @param kept the half that passes a unit unchanged
 * @param worked the half that its main branch reads
 */
record Halves(Node kept, Node worked) {

  /** The first half of the channels and the second. */
  static Halves contiguous(Scope unit, Node x) {
    int half = x.shape().channels() / 2;
    return new Halves(
        unit.node("left", new Slice(0, half), x), unit.node("right", new Slice(half, 2 * half), x));
  }

  /** The even channels and the odd ones: a shuffle and a split in one. */
  static Halves alternating(Scope unit, Node x) {
    // A shuffle of c/2 groups undoes one of two.
    return contiguous(unit, unit.node("sorted", new Shuffle(x.shape().channels() / 2), x));
  }
}
