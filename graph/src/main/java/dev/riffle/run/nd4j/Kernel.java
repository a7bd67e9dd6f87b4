package dev.riffle.run.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;

/** A node's arithmetic. All arrays are float32 in c order, {@code [N, C, H, W]}. */
@FunctionalInterface
interface Kernel {

  /**
   * Computes the node's value.
   *
   * @param inputs what the node reads, not to be changed
   * @param output where to write; its numbers are arbitrary beforehand
   */
  void run(INDArray[] inputs, INDArray output);
}
