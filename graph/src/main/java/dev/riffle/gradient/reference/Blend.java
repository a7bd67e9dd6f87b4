package dev.riffle.gradient.reference;

import java.util.List;

/**
 * Each plane a sum of shares of the input's plane, in both directions.
 *
 * @param inPlane numbers of a plane that comes in
 * @param outPlane numbers of one that goes out
 */
record Blend(int planes, int inPlane, int outPlane, Tap[] taps) implements Layer {

  @Override
  public void forward(List<double[]> in, double[] out) {
    for (int plane = 0; plane < planes; plane++) {
      for (Tap tap : taps) {
        out[plane * outPlane + tap.out()] += tap.share() * in.get(0)[plane * inPlane + tap.in()];
      }
    }
  }

  @Override
  public void backward(List<double[]> in, double[] out, double[] slopes, List<double[]> inSlopes) {
    for (int plane = 0; plane < planes; plane++) {
      for (Tap tap : taps) {
        inSlopes.get(0)[plane * inPlane + tap.in()] +=
            tap.share() * slopes[plane * outPlane + tap.out()];
      }
    }
  }
}
