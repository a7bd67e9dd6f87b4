package dev.riffle.gradient;

import dev.riffle.graph.Graph;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.graph.Scope;
import dev.riffle.graph.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * A classifier of ShuffleNet V2's kind as torchvision has it, of any width and depth, to learn from
 * pictures of 64×64.
 *
 * @param units in each of the three stages
 * @param channels of the stem, each stage and the last convolution
 */
public record SmallShuffleNet(List<Integer> units, List<Integer> channels, int classes) {
  /** The miniature of the fixtures. */
  public static final SmallShuffleNet MINIATURE =
      new SmallShuffleNet(List.of(2, 2, 2), List.of(8, 16, 32, 64, 64), 10);

  /** The published 0.5×, of ten classes. */
  public static final SmallShuffleNet HALF =
      new SmallShuffleNet(List.of(4, 8, 4), List.of(24, 48, 96, 192, 1024), 10);

  /** The network, from the pictures to the logits. */
  public Graph graph() {
    Scope root = Scope.root();
    Node picture = root.input("input", new Shape(3, 64, 64));
    Node x = normalised(root.in("conv1"), picture, List.of(Op.Conv2d.dense(channels.get(0), 3, 2)));
    x = root.node("maxpool", new Op.MaxPool(3, 2, 1), x);
    for (int stage = 0; stage < units.size(); stage++) {
      for (int unit = 0; unit < units.get(stage); unit++) {
        Scope scope = root.in("stage" + (stage + 2)).in(unit);
        x = unit == 0 ? halving(scope, x, channels.get(stage + 1)) : keeping(scope, x);
      }
    }
    x = normalised(root.in("conv5"), x, List.of(Op.Conv2d.pointwise(channels.get(4))));
    x = root.node("mean", new Op.MeanPool(), x);
    return new Graph(List.of(picture), List.of(root.node("fc", new Op.Linear(classes, true), x)));
  }

  private static Node halving(Scope scope, Node x, int channels) {
    int in = x.shape().channels();
    List<Op.Conv2d> aside =
        List.of(Op.Conv2d.depthwise(in, 3, 2), Op.Conv2d.pointwise(channels / 2));
    return joined(
        scope,
        normalised(scope.in("branch1"), x, aside),
        normalised(scope.in("branch2"), x, branch(channels / 2, 2)));
  }

  private static Node keeping(Scope scope, Node x) {
    int half = x.shape().channels() / 2;
    Node taken = scope.node("taken", new Op.Slice(half, 2 * half), x);
    return joined(
        scope,
        scope.node("passed", new Op.Slice(0, half), x),
        normalised(scope.in("branch2"), taken, branch(half, 1)));
  }

  private static List<Op.Conv2d> branch(int channels, int stride) {
    return List.of(
        Op.Conv2d.pointwise(channels),
        Op.Conv2d.depthwise(channels, 3, stride),
        Op.Conv2d.pointwise(channels));
  }

  private static Node joined(Scope scope, Node left, Node right) {
    return scope.node(
        "shuffle", new Op.Shuffle(2), scope.node("cat", new Op.Concat(), left, right));
  }

  // Convolutions, each with its BatchNorm and, unless it is depthwise, a ReLU.
  private static Node normalised(Scope scope, Node x, List<Op.Conv2d> convolutions) {
    List<Op> steps = new ArrayList<>();
    for (Op.Conv2d convolution : convolutions) {
      steps.add(convolution);
      steps.add(Op.BatchNorm.DEFAULT);
      if (convolution.groups() == 1) {
        steps.add(Op.Activate.RELU);
      }
    }
    return scope.chain(x).then(steps.toArray(Op[]::new)).end();
  }
}
