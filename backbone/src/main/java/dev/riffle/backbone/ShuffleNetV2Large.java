package dev.riffle.backbone;

import dev.riffle.graph.Node;
import dev.riffle.graph.Op.Activate;
import dev.riffle.graph.Op.Add;
import dev.riffle.graph.Op.BatchNorm;
import dev.riffle.graph.Op.Concat;
import dev.riffle.graph.Op.Conv2d;
import dev.riffle.graph.Op.Linear;
import dev.riffle.graph.Op.MaxPool;
import dev.riffle.graph.Op.MeanPool;
import dev.riffle.graph.Scope;
import java.util.ArrayList;
import java.util.List;

/**
 * The large ShuffleNets V2: 3×3 convolutions with groups, squeeze and excitation, residual sums.
 * Weights carry the names of megvii's implementation.
 *
 * @param size which of the two, whose units differ
 * @see <a href="https://github.com/megvii-model/ShuffleNet-Series">ShuffleNet Series</a>
 */
public record ShuffleNetV2Large(Size size) implements Backbone {

  /** The two published networks. */
  public enum Size {
    LARGE(1e-9, List.of(64, 64, 128), List.of(256, 512, 1024, 2048), List.of(10, 10, 23, 10), 8, 1),
    EX_LARGE(
        1e-5, List.of(64, 128, 256), List.of(320, 640, 1280, 2560), List.of(8, 16, 36, 10), 16, 4);

    private final BatchNorm norm;
    private final List<Integer> stem;
    private final List<Integer> channels; // behind each stage, at strides 4, 8, 16, 32
    private final List<Integer> units; // in each stage
    private final int groups;
    private final int reduction; // of the squeeze and excitation

    Size(
        double epsilon,
        List<Integer> stem,
        List<Integer> channels,
        List<Integer> units,
        int groups,
        int reduction) {
      this.norm = new BatchNorm(epsilon);
      this.stem = stem;
      this.channels = channels;
      this.units = units;
      this.groups = groups;
      this.reduction = reduction;
    }
  }

  private static final int LAST = 1280; // of LARGE; EX_LARGE ends with its last stage

  private boolean isLarge() {
    return size == Size.LARGE;
  }

  @Override
  public List<Node> build(Scope scope, Node picture) {
    Node x = picture;
    for (int i = 0; i < size.stem.size(); i++) {
      Conv2d convolution = Conv2d.dense(size.stem.get(i), 3, i == 0 ? 2 : 1);
      x = active(scope.in("first_conv").in(i), x, convolution);
    }
    x = scope.node("maxpool", new MaxPool(3, 2, 1), x);
    List<Node> ends = new ArrayList<>();
    for (int stage = 0; stage < size.channels.size(); stage++) {
      x = stage(scope.in("features").in(stage), x, stage);
      ends.add(x);
    }
    return ends.subList(1, ends.size());
  }

  private Node stage(Scope scope, Node x, int stage) {
    int channels = size.channels.get(stage);
    int stride = stage == 0 ? 1 : 2;
    Node y = x;
    for (int i = 0; i < size.units.get(stage); i++) {
      y =
          isLarge()
              ? large(scope.in((stage + 2) + Character.toString('a' + i)), y, channels, i, stride)
              : exLarge(scope.in(i), y, channels, i, stride);
    }
    // Channels are mixed once more: here behind a stage, there behind a unit that halves the size.
    return isLarge() ? y : active(scope.in(size.units.get(stage)), y, Conv2d.pointwise(channels));
  }

  private Node large(Scope unit, Node x, int channels, int place, int openingStride) {
    boolean opens = place == 0;
    int stride = opens ? openingStride : 1;
    int half = channels / 2;
    Halves halves = Halves.alternating(unit, x);
    Scope main = unit.in("branch_main");
    Node y = active(main.in(0), halves.worked(), Conv2d.pointwise(half));
    y = active(main.in(1), y, grouped(half, stride, size.groups));
    y = linear(main.in(2), y, Conv2d.pointwise(half));
    y = Squeeze.apply(unit, y, size.reduction, "se_fc1", "se_fc2");
    Node kept = halves.kept();
    if (opens) {
      kept = linear(unit.in("proj"), kept, Conv2d.dense(half, 3, stride));
    } else {
      y = unit.node("sum", new Add(), halves.worked(), y);
    }
    Node both = unit.node("relu", Activate.RELU, unit.node("concat", new Concat(), kept, y));
    return stride == 2 ? active(unit.in("down"), both, Conv2d.pointwise(channels)) : both;
  }

  private Node exLarge(Scope unit, Node x, int channels, int place, int openingStride) {
    boolean opens = place == 0;
    int stride = opens ? openingStride : 1;
    int half = channels / 2;
    Halves halves = opens ? new Halves(x, x) : Halves.alternating(unit, x);
    Scope main = unit.in("branch_main");
    Node y = active(main.in(0), halves.worked(), Conv2d.pointwise(channels));
    y = active(main.in(1), y, grouped(channels, stride, size.groups));
    y = linear(main.in(2), y, Conv2d.depthwise(channels, 3, 1));
    y = linear(main.in(3), y, Conv2d.pointwise(half));
    y = Squeeze.apply(unit, y, size.reduction, "se_fc1.fc", "se_fc2.fc");
    Node kept = halves.kept();
    if (opens) {
      kept = active(unit.in("proj"), kept, Conv2d.dense(half, 3, stride));
    } else {
      Node sum = unit.node("sum", new Add(), halves.worked(), y);
      y = unit.node("relu", Activate.RELU, sum);
    }
    return unit.node("concat", new Concat(), kept, y);
  }

  private static Conv2d grouped(int channels, int stride, int groups) {
    return new Conv2d(channels, 3, stride, 1, groups, false);
  }

  private Node linear(Scope scope, Node x, Conv2d convolution) {
    return scope.chain(x).then("conv", convolution).then("bn", size.norm).end();
  }

  private Node active(Scope scope, Node x, Conv2d convolution) {
    return scope.node("relu", Activate.RELU, linear(scope, x, convolution));
  }

  @Override
  public Node classify(Scope scope, List<Node> features, int classes) {
    Node x = features.get(features.size() - 1);
    if (isLarge()) {
      x = active(scope.in("conv_last"), x, Conv2d.dense(LAST, 3, 1));
    }
    Node mean = scope.node("pool", new MeanPool(), x);
    return scope.node(isLarge() ? "fc" : "fc.fc", new Linear(classes, true), mean);
  }

  /** Three classifiers on the way; and PyTorch stores the squeezes' layers under two names. */
  @Override
  public List<String> trainingOnly() {
    return List.of("predict_56.*", "predict_28.*", "predict_14.*", "*.se_block.*");
  }
}
