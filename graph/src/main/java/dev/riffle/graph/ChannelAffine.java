package dev.riffle.graph;

/**
 * A BatchNorm with its statistics fixed: {@code x · scale + shift}, channel by channel, where scale
 * = weight / sqrt(running_var + epsilon) and shift = bias − running_mean · scale.
 *
 * @param scale a factor a channel, not rounded to float
 * @param shift likewise
 */
public record ChannelAffine(double[] scale, double[] shift) {

  /** What a node of op {@link Op.BatchNorm} comes to with these weights. */
  public static ChannelAffine of(Node norm, Weights weights) {
    float[] weight = weights.get(norm.parameter("weight")).data();
    float[] bias = weights.get(norm.parameter("bias")).data();
    float[] mean = weights.get(norm.parameter("running_mean")).data();
    float[] variance = weights.get(norm.parameter("running_var")).data();
    double epsilon = ((Op.BatchNorm) norm.op()).epsilon();
    double[] scale = new double[weight.length];
    double[] shift = new double[weight.length];
    for (int c = 0; c < scale.length; c++) {
      scale[c] = weight[c] / Math.sqrt(variance[c] + epsilon);
      shift[c] = bias[c] - mean[c] * scale[c];
    }
    return new ChannelAffine(scale, shift);
  }
}
