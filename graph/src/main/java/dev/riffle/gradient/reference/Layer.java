package dev.riffle.gradient.reference;

import java.util.List;

/**
 * A node's arithmetic in both directions. All maps are {@code [picture][channel][y][x]}, flat,
 * those of an input and of its slopes alike.
 */
public interface Layer {

  /**
   * Computes the node's map.
   *
   * @param out zeros, to be filled
   */
  void forward(List<double[]> in, double[] out);

  /**
   * Adds what the node's slopes come to along its inputs and its parameters.
   *
   * @param in what the last forward pass read
   * @param out what it made of that
   * @param slopes of the loss along {@code out}
   * @param inSlopes of the loss along each of {@code in}, to be added to; the same array twice if
   *     the node reads an input twice
   */
  void backward(List<double[]> in, double[] out, double[] slopes, List<double[]> inSlopes);
}
