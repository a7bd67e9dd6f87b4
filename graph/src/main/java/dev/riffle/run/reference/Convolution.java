package dev.riffle.run.reference;

import dev.riffle.graph.Op;
import java.util.Arrays;
import java.util.List;

/**
 * A convolution as sums of weighted planes: for each weight the input plane is shifted to where
 * that weight sees it, and an output plane is the sum of these, each times its weight.
 *
 * <p>HotSpot vectorises a loop only where all arrays are read at the same index. Hence the shifted
 * copies; they cost little beside the sums that many output channels make of them.
 *
 * @param weight [outChannel][inChannel of the group][ky][kx], flat
 * @param bias [outChannel]
 */
record Convolution(Op.Conv2d op, Window window, float[] weight, float[] bias)
    implements Loops.Kernel {

  @Override
  public float[][] run(List<float[][]> inputs) {
    int inChannels = window.in().channels() / op.groups();
    int outChannels = op.outChannels() / op.groups();
    int cells = window.kernel() * window.kernel();
    float[][] out = new float[op.outChannels()][];
    // Every group's planes have the same zeros at the border, so one set of arrays serves all.
    float[][] seen = // [(inChannel * kernel + ky) * kernel + kx][place of the output]
        new float[inChannels * cells][window.isIdentity() ? 0 : window.out().plane()];
    for (int group = 0; group < op.groups(); group++) {
      for (int i = 0; i < inChannels; i++) {
        float[] plane = inputs.get(0)[group * inChannels + i];
        if (window.isIdentity()) {
          seen[i] = plane;
        } else {
          for (int cell = 0; cell < cells; cell++) {
            int ky = cell / window.kernel();
            int kx = cell % window.kernel();
            window.look(plane, ky, kx, seen[i * cells + cell]);
          }
        }
      }
      for (int o = group * outChannels; o < (group + 1) * outChannels; o++) {
        out[o] = weightedSum(bias[o], weight, o * seen.length, seen);
      }
    }
    return out;
  }

  // Four planes a round: the sum is loaded and stored a quarter as often.
  private static float[] weightedSum(float start, float[] weight, int from, float[][] planes) {
    float[] sum = new float[planes[0].length];
    Arrays.fill(sum, start);
    int i = 0;
    for (; i + 4 <= planes.length; i += 4) {
      int w = from + i;
      addFour(sum, planes, i, weight[w], weight[w + 1], weight[w + 2], weight[w + 3]);
    }
    for (; i < planes.length; i++) {
      addOne(sum, planes[i], weight[from + i]);
    }
    return sum;
  }

  private static void addFour(
      float[] sum, float[][] planes, int i, float wa, float wb, float wc, float wd) {
    float[] a = planes[i];
    float[] b = planes[i + 1];
    float[] c = planes[i + 2];
    float[] d = planes[i + 3];
    for (int x = 0; x < sum.length; x++) {
      sum[x] += wa * a[x] + wb * b[x] + wc * c[x] + wd * d[x];
    }
  }

  private static void addOne(float[] sum, float[] plane, float weight) {
    for (int x = 0; x < sum.length; x++) {
      sum[x] += weight * plane[x];
    }
  }
}
