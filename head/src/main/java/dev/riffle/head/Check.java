package dev.riffle.head;

import dev.riffle.graph.Node;
import java.util.List;

/** What heads refuse, and in which words. */
final class Check {
  private Check() {}

  static void within(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          what + ": expected " + least + " to " + most + ", found " + value);
    }
  }

  static void levels(List<Node> features, List<Integer> strides) {
    if (features.size() != strides.size()) {
      throw new IllegalArgumentException(
          "head.strides: expected one for each of the "
              + features.size()
              + " feature maps, found "
              + strides);
    }
  }
}
