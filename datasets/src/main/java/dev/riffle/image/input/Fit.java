package dev.riffle.image.input;

/** How a picture of any shape comes into a network's input. */
public enum Fit {
  /**
   * Scaled evenly until it touches the input's edges, then filled up to the right and at the bottom
   * to multiples of 32. The fill is zero <em>after</em> normalising. NanoDet's.
   */
  KEEP_RATIO,
  /** Scaled evenly and centred in the whole input; around it is black, normalised as the rest. */
  LETTERBOX,
  /** Each axis scaled by itself to fill the input. */
  STRETCH
}
