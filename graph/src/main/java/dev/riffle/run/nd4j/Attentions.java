package dev.riffle.run.nd4j;

import dev.riffle.graph.Op;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/** Attention in ND4J, head by head. */
final class Attentions {
  private Attentions() {}

  /**
   * The kernel of an attention.
   *
   * @param size channels of a head
   * @param plane places of a map
   */
  static Kernel of(Op.Attention op, int size, int plane, Pool pool) {
    int heads = op.heads();
    float scale = (float) (1 / Math.sqrt(size));
    return (inputs, output) -> {
      int count = Math.toIntExact(output.size(0));
      INDArray in = inputs[0].reshape('c', 3L * count * heads, size, plane);
      INDArray out = output.reshape('c', (long) count * heads, size, plane);
      INDArray weights = pool.take(plane, plane); // [place that attends][place attended to]
      for (int i = 0; i < count * heads; i++) {
        int queries = i / heads * 3 * heads + i % heads;
        multiply(in.slice(queries), in.slice(queries + heads), weights, 1, 0);
        weights.muli(scale);
        Nd4j.exec(
            DynamicCustomOp.builder("softmax")
                .addInputs(weights)
                .addOutputs(weights)
                .addIntegerArguments(1)
                .build());
        multiply(in.slice(queries + 2 * heads), weights, out.slice(i), 0, 1);
      }
      pool.giveBack(weights);
    };
  }

  // Either factor turned first, where that is 1.
  private static void multiply(INDArray a, INDArray b, INDArray product, int turnA, int turnB) {
    Nd4j.exec(
        DynamicCustomOp.builder("matmul")
            .addInputs(a, b)
            .addOutputs(product)
            .addIntegerArguments(turnA, turnB, 0)
            .build());
  }
}
