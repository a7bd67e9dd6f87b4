package dev.riffle.gradient.reference;

import dev.riffle.graph.Op;
import dev.riffle.graph.Shape;
import java.util.Arrays;
import java.util.List;

/** The largest number under a window, in both directions; the first of several equal ones wins. */
final class MaxPool implements Layer {
  private final int planes;
  private final int inPlane;
  private final int outPlane;
  private final Tap[] taps;
  private final int[] seen; // where each maximum lies

  MaxPool(int count, Op.MaxPool op, Shape in, Shape out) {
    planes = count * out.channels();
    inPlane = in.plane();
    outPlane = out.plane();
    taps = Tap.window(op.kernel(), op.stride(), op.padding(), in, out, 1);
    seen = new int[planes * outPlane];
  }

  @Override
  public void forward(List<double[]> in, double[] out) {
    Arrays.fill(out, Double.NEGATIVE_INFINITY);
    for (int plane = 0; plane < planes; plane++) {
      for (Tap tap : taps) {
        int place = plane * outPlane + tap.out();
        double number = in.get(0)[plane * inPlane + tap.in()];
        if (number > out[place]) {
          out[place] = number;
          seen[place] = plane * inPlane + tap.in();
        }
      }
    }
  }

  @Override
  public void backward(List<double[]> in, double[] out, double[] slopes, List<double[]> inSlopes) {
    for (int i = 0; i < slopes.length; i++) {
      inSlopes.get(0)[seen[i]] += slopes[i];
    }
  }
}
