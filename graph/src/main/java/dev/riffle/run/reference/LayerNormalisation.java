package dev.riffle.run.reference;

import dev.riffle.graph.Op;
import java.util.List;

/**
 * The channels at each place brought to mean 0 and variance 1, then each channel scaled and
 * shifted.
 *
 * @param weight [channel]
 * @param bias [channel]
 */
record LayerNormalisation(Op.LayerNorm op, float[] weight, float[] bias) implements Loops.Kernel {

  @Override
  public float[][] run(List<float[][]> inputs) {
    float[][] in = inputs.get(0);
    float[][] out = new float[in.length][in[0].length];
    for (int place = 0; place < in[0].length; place++) {
      double mean = 0;
      for (float[] plane : in) {
        mean += plane[place];
      }
      mean /= in.length;
      double variance = 0;
      for (float[] plane : in) {
        variance += (plane[place] - mean) * (plane[place] - mean);
      }
      double inverse = 1 / Math.sqrt(variance / in.length + op.epsilon());
      for (int c = 0; c < in.length; c++) {
        out[c][place] = (float) ((in[c][place] - mean) * inverse * weight[c] + bias[c]);
      }
    }
    return out;
  }
}
