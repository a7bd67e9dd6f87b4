package dev.riffle.gradient.reference;

import dev.riffle.graph.Op;
import dev.riffle.graph.Shape;
import java.util.List;

/** A convolution in both directions. */
final class Convolution implements Layer {
  private final int count;
  private final Op.Conv2d op;
  private final Shape in;
  private final Shape out;
  private final ParameterSlopes weight; // [outChannel][inChannel of the group][cell]
  private final ParameterSlopes bias; // [outChannel]
  private final Tap[] taps;

  Convolution(
      int count, Op.Conv2d op, Shape in, Shape out, ParameterSlopes weight, ParameterSlopes bias) {
    this.count = count;
    this.op = op;
    this.in = in;
    this.out = out;
    this.weight = weight;
    this.bias = bias;
    this.taps = Tap.window(op.kernel(), op.stride(), op.padding(), in, out, 1);
  }

  /** What happens between a plane that is read and one that is made of it. */
  @FunctionalInterface
  private interface PlanePair {
    /** Told where both begin, and where the kernel that lies between them does. */
    void meet(int inPlane, int outPlane, int kernel);
  }

  private void pairs(PlanePair pair) {
    int inChannels = in.channels() / op.groups();
    int outChannels = op.outChannels() / op.groups();
    for (int picture = 0; picture < count; picture++) {
      for (int o = 0; o < op.outChannels(); o++) {
        int firstIn = picture * in.channels() + o / outChannels * inChannels;
        for (int i = 0; i < inChannels; i++) {
          pair.meet(
              (firstIn + i) * in.plane(),
              (picture * op.outChannels() + o) * out.plane(),
              (o * inChannels + i) * op.kernel() * op.kernel());
        }
      }
    }
  }

  private int channel(int place) {
    return place / out.plane() % op.outChannels();
  }

  @Override
  public void forward(List<double[]> inputs, double[] map) {
    double[] from = inputs.get(0);
    for (int place = 0; place < map.length; place++) {
      map[place] = bias.values()[channel(place)];
    }
    pairs(
        (inPlane, outPlane, kernel) -> {
          for (Tap tap : taps) {
            map[outPlane + tap.out()] +=
                weight.values()[kernel + tap.cell()] * from[inPlane + tap.in()];
          }
        });
  }

  @Override
  public void backward(
      List<double[]> inputs, double[] map, double[] slopes, List<double[]> inSlopes) {
    double[] from = inputs.get(0);
    double[] to = inSlopes.get(0);
    for (int place = 0; place < slopes.length; place++) {
      bias.slopes()[channel(place)] += slopes[place];
    }
    pairs(
        (inPlane, outPlane, kernel) -> {
          for (Tap tap : taps) {
            double slope = slopes[outPlane + tap.out()];
            weight.slopes()[kernel + tap.cell()] += slope * from[inPlane + tap.in()];
            to[inPlane + tap.in()] += slope * weight.values()[kernel + tap.cell()];
          }
        });
  }
}
