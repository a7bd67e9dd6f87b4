package dev.riffle.run.reference;

import dev.riffle.graph.Op;
import java.util.List;

/**
 * Each group of channels brought to mean 0 and variance 1, then each channel scaled and shifted.
 *
 * @param weight [channel]
 * @param bias [channel]
 */
record GroupNormalisation(Op.GroupNorm op, float[] weight, float[] bias) implements Loops.Kernel {

  @Override
  public float[][] run(List<float[][]> inputs) {
    float[][] in = inputs.get(0);
    float[][] out = new float[in.length][];
    int channels = in.length / op.groups();
    for (int from = 0; from < in.length; from += channels) {
      double mean = mean(in, from, from + channels, 0, 1);
      double variance = mean(in, from, from + channels, mean, 2);
      double inverse = 1 / Math.sqrt(variance + op.epsilon());
      for (int c = from; c < from + channels; c++) {
        out[c] = Arithmetic.normalised(in[c], (float) mean, (float) (weight[c] * inverse), bias[c]);
      }
    }
    return out;
  }

  // Of (x − centre)^power, power 1 or 2, over all numbers of some channels.
  private static double mean(float[][] in, int from, int to, double centre, int power) {
    double sum = 0;
    for (int c = from; c < to; c++) {
      for (float x : in[c]) {
        double away = x - centre;
        sum += power == 1 ? away : away * away;
      }
    }
    return sum / ((long) (to - from) * in[from].length);
  }
}
