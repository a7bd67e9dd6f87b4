package dev.riffle.head;

import dev.riffle.decode.DistanceDecoder;
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

  static void decoder(DistanceDecoder decoder) {
    within("classes", decoder.classes(), 1, 100_000);
    within("regMax", decoder.regMax(), 1, 1000);
    decoder.strides().forEach(stride -> within("strides", stride, 1, 100_000));
    if (decoder.strides().isEmpty()) {
      throw new IllegalArgumentException("strides: expected one for each level, found none");
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
