package dev.riffle.gradient.planar.window;

import dev.riffle.gradient.planar.place.Plane;

/**
 * What a convolution is made of.
 *
 * @param raw where each output plane lies before its tail
 * @param out the output planes, on whose stack the raw ones lie too
 */
public record Parts(Plane[] in, Window window, Weights weights, int[] raw, Plane[] out, Tail tail) {

  /**
   * A convolution's numbers.
   *
   * @param weight {@code [out][in of its group][cell]}, flat
   * @param bias {@code [out]}; null for none
   * @param weightSlopes where slopes go; null where they do not learn
   * @param biasSlopes likewise
   */
  public record Weights(float[] weight, float[] bias, float[] weightSlopes, float[] biasSlopes) {

    /** What is added to each number of a channel. */
    public float bias(int channel) {
      return bias == null ? 0 : bias[channel];
    }
  }
}
