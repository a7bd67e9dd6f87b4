package dev.riffle.cost;

/**
 * What ShuffleNet V2's paper asks of a network that is to be fast, beyond few multiply-adds.
 *
 * @see <a href="https://arxiv.org/abs/1807.11164">ShuffleNet V2, section 2</a>
 */
public enum Guideline {
  G1("equal channels in and out of a 1x1 convolution move the fewest numbers"),
  G2("groups move more numbers for as many multiply-adds"),
  G3("layers side by side keep a processor from working as one"),
  G4("element-wise work moves numbers and multiplies little");

  private final String text;

  Guideline(String text) {
    this.text = text;
  }

  /** What it says, in one line. */
  public String text() {
    return text;
  }
}
