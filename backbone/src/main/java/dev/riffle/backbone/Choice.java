package dev.riffle.backbone;

import java.util.ArrayList;
import java.util.List;

/** What a searched network can have at each of its places, in the order that papers number. */
enum Choice {
  SHUFFLE_3("shufflenet_3x3", 3),
  SHUFFLE_5("shufflenet_5x5", 5),
  SHUFFLE_7("shufflenet_7x7", 7),
  /** Three depthwise separable convolutions. */
  XCEPTION("xception_3x3", 3);

  private final String text;
  private final int kernel;

  Choice(String text, int kernel) {
    this.text = text;
    this.kernel = kernel;
  }

  /** Of the depthwise convolutions. */
  int kernel() {
    return kernel;
  }

  /** As DetNAS writes it, {@code shufflenet_3x3}. */
  @Override
  public String toString() {
    return text;
  }

  /** Choices by their numbers, one for each place. */
  static List<Choice> of(List<Integer> numbers, int places) {
    if (numbers.size() != places) {
      throw new IllegalArgumentException(
          "choices: expected one for each of " + places + " units, found " + numbers.size());
    }
    List<Choice> choices = new ArrayList<>();
    for (int number : numbers) {
      if (number < 0 || number >= values().length) {
        throw new IllegalArgumentException(
            "choices."
                + choices.size()
                + ": expected 0, 1, 2 (shuffle units of kernel 3, 5, 7) or 3 (Xception), found "
                + number);
      }
      choices.add(values()[number]);
    }
    return choices;
  }
}
