package dev.riffle.run.nd4j;

import dev.riffle.graph.Op;
import dev.riffle.graph.Shape;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastAddOp;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastMulOp;
import org.nd4j.linalg.api.ops.impl.transforms.floating.RSqrt;
import org.nd4j.linalg.factory.Nd4j;

/** Normalisations by what lies in the map itself. */
final class Norms {
  private Norms() {}

  /** Each group of channels by its own mean and variance. */
  static Kernel group(Op.GroupNorm op, Shape shape, INDArray weight, INDArray bias, Pool pool) {
    long size = shape.elements() / op.groups();
    return (inputs, output) -> {
      long count = output.size(0);
      INDArray groups = inputs[0].reshape('c', count * op.groups(), size);
      INDArray normal = output.reshape('c', count * op.groups(), size);
      INDArray moments = pool.take(count * op.groups());
      groups.mean(moments, 1);
      moments.negi();
      Nd4j.exec(new BroadcastAddOp(groups, moments, normal, 0));
      INDArray squares = pool.take(count * op.groups(), size);
      normal.mul(normal, squares);
      inverseDeviation(squares, moments, op.epsilon(), 1);
      Nd4j.exec(new BroadcastMulOp(normal, moments, normal, 0));
      pool.giveBack(squares);
      pool.giveBack(moments);
      Nd4j.exec(new BroadcastMulOp(output, weight, output, 1));
      Nd4j.exec(new BroadcastAddOp(output, bias, output, 1));
    };
  }

  /** The channels of each place by their own mean and variance. */
  static Kernel layer(Op.LayerNorm op, Shape shape, INDArray weight, INDArray bias, Pool pool) {
    return (inputs, output) -> {
      long count = output.size(0);
      INDArray moments = pool.take(count, shape.height(), shape.width());
      inputs[0].mean(moments, 1);
      moments.negi();
      Nd4j.exec(new BroadcastAddOp(inputs[0], moments, output, 0, 2, 3));
      INDArray squares = pool.take(output.shape());
      output.mul(output, squares);
      inverseDeviation(squares, moments, op.epsilon(), 1);
      Nd4j.exec(new BroadcastMulOp(output, moments, output, 0, 2, 3));
      pool.giveBack(squares);
      pool.giveBack(moments);
      Nd4j.exec(new BroadcastMulOp(output, weight, output, 1));
      Nd4j.exec(new BroadcastAddOp(output, bias, output, 1));
    };
  }

  // 1 / sqrt(mean + epsilon) along an axis.
  private static void inverseDeviation(
      INDArray squares, INDArray moments, double epsilon, int axis) {
    squares.mean(moments, axis);
    moments.addi(epsilon);
    Nd4j.exec(new RSqrt(moments, moments));
  }
}
