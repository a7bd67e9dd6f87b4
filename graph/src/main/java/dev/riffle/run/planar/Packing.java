package dev.riffle.run.planar;

import dev.riffle.graph.Node;
import dev.riffle.graph.Weights;
import dev.riffle.run.planar.kernel.Products;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/**
 * A model's weights as the kernels read them.
 *
 * @param packed what was made of them before, shared by the programs of all input sizes
 */
record Packing(Weights weights, ConcurrentMap<String, float[]> packed) {

  /** A parameter as it is. */
  float[] plain(Node node, String parameter) {
    return weights.get(node.parameter(parameter)).data();
  }

  /** A parameter, each number multiplied. */
  float[] scaled(Node node, String parameter, float scale) {
    float[] plain = plain(node, parameter);
    return scale == 1
        ? plain
        : once(node.parameter(parameter) + " * " + scale, () -> scaled(plain, scale));
  }

  private static float[] scaled(float[] plain, float scale) {
    float[] scaled = new float[plain.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = plain[i] * scale;
    }
    return scaled;
  }

  /**
   * A convolution's weights in blocks of rows, {@code [block][term][row]}.
   *
   * @param channels which output each row is, {@code [block][row]}; −1 for none
   */
  float[] blocks(Node node, int[] channels, float scale) {
    return once(
        node.parameter("weight") + " in " + channels.length + " rows * " + scale,
        () -> blocks(plain(node, "weight"), node.shape().channels(), channels, scale));
  }

  private static float[] blocks(float[] weight, int outputs, int[] channels, float scale) {
    int terms = weight.length / outputs;
    float[] blocks = Products.room(channels.length * terms);
    for (int row = 0; row < channels.length; row++) {
      if (channels[row] >= 0) {
        int from = channels[row] * terms;
        int to = row / Products.ROWS * Products.ROWS * terms + row % Products.ROWS;
        for (int t = 0; t < terms; t++) {
          blocks[to + t * Products.ROWS] = weight[from + t] * scale;
        }
      }
    }
    return blocks;
  }

  private float[] once(String name, Supplier<float[]> make) {
    return packed.computeIfAbsent(name, key -> make.get());
  }
}
