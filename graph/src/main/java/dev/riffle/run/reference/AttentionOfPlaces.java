package dev.riffle.run.reference;

import java.util.Arrays;
import java.util.List;

/**
 * {@link dev.riffle.graph.Op.Attention}, place by place. Weights are in doubles: of a large logit,
 * a float's last digit is much.
 *
 * @param channels of queries, as of keys and values
 * @param size how many of them a head has
 */
record AttentionOfPlaces(int channels, int size) implements Loops.Kernel {

  @Override
  public float[][] run(List<float[][]> inputs) {
    float[][] in = inputs.get(0);
    float[][] out = new float[channels][in[0].length];
    double[] weights = new double[in[0].length]; // of each place for the one that attends
    double scale = 1 / Math.sqrt(size);
    for (int head = 0; head < channels; head += size) {
      for (int place = 0; place < weights.length; place++) {
        Arrays.fill(weights, 0);
        for (int i = head; i < head + size; i++) {
          double query = in[i][place] * scale;
          float[] keys = in[channels + i];
          for (int other = 0; other < weights.length; other++) {
            weights[other] += query * keys[other];
          }
        }
        softmax(weights);
        for (int i = head; i < head + size; i++) {
          float[] values = in[2 * channels + i];
          double sum = 0;
          for (int other = 0; other < weights.length; other++) {
            sum += weights[other] * values[other];
          }
          out[i][place] = (float) sum;
        }
      }
    }
    return out;
  }

  private static void softmax(double[] logits) {
    double highest = Double.NEGATIVE_INFINITY;
    for (double logit : logits) {
      highest = Math.max(highest, logit);
    }
    double sum = 0;
    for (int i = 0; i < logits.length; i++) {
      logits[i] = Math.exp(logits[i] - highest);
      sum += logits[i];
    }
    for (int i = 0; i < logits.length; i++) {
      logits[i] /= sum;
    }
  }
}
