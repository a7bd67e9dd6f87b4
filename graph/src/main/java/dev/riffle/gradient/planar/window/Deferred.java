package dev.riffle.gradient.planar.window;

/**
 * Leaves a channel as it was computed but for taking its mean and variance. Its only reader, which
 * works channel by channel, does the rest there and back while the channel is in the cache.
 */
public record Deferred(NormTail rest) implements Tail, Source {

  @Override
  public void forward(float[] arena, int scratch, int c) {
    rest.measure(arena, scratch, c);
  }

  @Override
  public int scratch() {
    return rest.stack().planeSize();
  }

  @Override
  public int read(float[] arena, int scratch, int c) {
    int to = scratch + rest.stack().origin();
    rest.apply(arena, c, to);
    rest.stack().fillEnds(arena, to, 0);
    return to;
  }

  @Override
  public void goBack(float[] arena, int scratch, int c) {
    rest.backward(arena, scratch, c);
  }

  @Override
  public void backward(float[] arena, int scratch, int c) {
    // the reader went back through it
  }
}
