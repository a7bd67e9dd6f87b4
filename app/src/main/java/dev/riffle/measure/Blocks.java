package dev.riffle.measure;

import dev.riffle.graph.Node;
import dev.riffle.graph.Op.Activate;
import dev.riffle.graph.Op.Add;
import dev.riffle.graph.Op.Conv2d;
import dev.riffle.graph.Scope;

/**
 * What the networks of the experiments are stacks of. The paper draws the third experiment's blocks
 * without saying how branches meet: here they are added, which keeps its multiply-adds equal. There
 * are no BatchNorms, which would be folded away, and activations in the fourth experiment only.
 */
final class Blocks {
  private static final int NARROWING = 4; // of ResNet's bottleneck

  private Blocks() {}

  /** From c1 channels to c2 and back. */
  static Node thereAndBack(Scope block, Node x, int c2) {
    int c1 = x.shape().channels();
    return block.chain(x).then(Conv2d.pointwise(c2), Conv2d.pointwise(c1)).end();
  }

  /** One 1×1 convolution. */
  static Node grouped(Scope block, Node x, int groups) {
    return block.node("conv", new Conv2d(x.shape().channels(), 1, 1, 0, groups, false), x);
  }

  /** 1×1 convolutions, each reading the one before. */
  static Node series(Scope block, Node x, int fragments) {
    Scope.Chain chain = block.chain(x);
    for (int i = 0; i < fragments; i++) {
      chain = chain.then(Conv2d.pointwise(x.shape().channels()));
    }
    return chain.end();
  }

  /** The sum of 1×1 convolutions that all read the same. */
  static Node parallel(Scope block, Node x, int fragments) {
    Node sum = null;
    for (int i = 0; i < fragments; i++) {
      Node branch = block.node("branch" + i, Conv2d.pointwise(x.shape().channels()), x);
      sum = sum == null ? branch : block.node("sum" + i, new Add(), sum, branch);
    }
    return sum;
  }

  /** ResNet's bottleneck. */
  static Node bottleneck(Scope block, Node x, boolean active, boolean shortcut) {
    int channels = x.shape().channels();
    int narrow = channels / NARROWING;
    Scope.Chain chain = block.chain(x);
    for (Conv2d step : new Conv2d[] {Conv2d.pointwise(narrow), Conv2d.dense(narrow, 3, 1)}) {
      chain = active ? chain.then(step, Activate.RELU) : chain.then(step);
    }
    Node y = chain.then(Conv2d.pointwise(channels)).end();
    y = shortcut ? block.node("sum", new Add(), x, y) : y;
    return active ? block.node("relu", Activate.RELU, y) : y;
  }
}
