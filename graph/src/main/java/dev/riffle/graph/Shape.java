package dev.riffle.graph;

/** What flows along an edge of a graph, for one picture: channels × height × width. */
public record Shape(int channels, int height, int width) {

  public Shape {
    if (channels < 1 || height < 1 || width < 1) {
      throw new IllegalArgumentException(
          "a shape needs at least one channel, row and column, found "
              + channels
              + "x"
              + height
              + "x"
              + width);
    }
  }

  /** A vector: what is left after global pooling. */
  public static Shape vector(int channels) {
    return new Shape(channels, 1, 1);
  }

  /** Numbers in one picture's map. */
  public long elements() {
    return (long) channels * height * width;
  }

  /** Numbers in one channel. */
  public int plane() {
    return Math.multiplyExact(height, width);
  }

  /** The same map with another number of channels. */
  public Shape withChannels(int other) {
    return new Shape(other, height, width);
  }

  /** As {@code 96x20x20}. */
  @Override
  public String toString() {
    return channels + "x" + height + "x" + width;
  }
}
