package dev.riffle.backbone;

import static dev.riffle.graph.Op.BatchNorm.DEFAULT;
import static dev.riffle.graph.Op.Conv2d.depthwise;
import static dev.riffle.graph.Op.Conv2d.pointwise;

import dev.riffle.graph.Activation;
import dev.riffle.graph.Default;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.graph.Op.Activate;
import dev.riffle.graph.Op.Concat;
import dev.riffle.graph.Op.Conv2d;
import dev.riffle.graph.Op.MaxPool;
import dev.riffle.graph.Op.Shuffle;
import dev.riffle.graph.Op.Slice;
import dev.riffle.graph.Scope;
import java.util.ArrayList;
import java.util.List;

/**
 * ShuffleNet V2 as torchvision and NanoDet have it: both branches of a stride-2 unit emit half the
 * channels, a stride-1 unit takes contiguous halves, every unit ends in a shuffle of two groups.
 * Weights carry torchvision's names.
 *
 * @param size width of the network
 * @param activation behind every BatchNorm but the depthwise ones'
 * @param stages which of the stages 2, 3, 4 (strides 8, 16, 32) to hand out, ascending
 * @param conv5 whether the last 1×1 convolution of the classifier stands behind stage 4
 * @see <a href="https://arxiv.org/abs/1807.11164">ShuffleNet V2</a>
 */
public record ShuffleNetV2(
    Size size,
    @Default("\"RELU\"") Activation activation,
    @Default("[2, 3, 4]") List<Integer> stages,
    @Default("false") boolean conv5)
    implements Backbone {

  private static final int STEM = 24;
  private static final int[] UNITS = {4, 8, 4}; // in stages 2, 3, 4

  /** The published widths: channels behind stages 2, 3, 4 and conv5. */
  public enum Size {
    X0_5("0.5x", 48, 96, 192, 1024),
    X1_0("1.0x", 116, 232, 464, 1024),
    X1_5("1.5x", 176, 352, 704, 1024),
    X2_0("2.0x", 244, 488, 976, 2048);

    private final String text;
    private final int[] stages;
    private final int conv5;

    Size(String text, int stage2, int stage3, int stage4, int conv5) {
      this.text = text;
      this.stages = new int[] {stage2, stage3, stage4};
      this.conv5 = conv5;
    }

    /** As a configuration writes it, {@code 1.0x}. */
    @Override
    public String toString() {
      return text;
    }
  }

  public ShuffleNetV2 {
    stages = List.copyOf(stages);
    int before = 1;
    for (int stage : stages) {
      if (stage <= before || stage > 4) {
        throw new IllegalArgumentException(
            "stages: expected some of 2, 3, 4 in ascending order, found " + stages);
      }
      before = stage;
    }
    if (stages.isEmpty()) {
      throw new IllegalArgumentException("stages: expected at least one of 2, 3, 4, found none");
    }
    if (conv5 && before != 4) {
      throw new IllegalArgumentException("conv5 stands behind stage 4, but stages are " + stages);
    }
  }

  /** All three feature maps and ReLU, as published. */
  public ShuffleNetV2(Size size) {
    this(size, Activation.RELU, List.of(2, 3, 4), false);
  }

  public ShuffleNetV2 withActivation(Activation other) {
    return new ShuffleNetV2(size, other, stages, conv5);
  }

  @Override
  public List<Node> build(Scope scope, Node picture) {
    Node x = normalised(scope.in("conv1"), picture, Conv2d.dense(STEM, 3, 2));
    x = scope.node("maxpool", new MaxPool(3, 2, 1), x);
    List<Node> features = new ArrayList<>();
    for (int stage = 2; stage <= stages.get(stages.size() - 1); stage++) {
      x = stage(scope.in("stage" + stage), x, size.stages[stage - 2], UNITS[stage - 2]);
      if (stage == 4 && conv5) {
        x = normalised(scope.in("conv5"), x, pointwise(size.conv5));
      }
      if (stages.contains(stage)) {
        features.add(x);
      }
    }
    return features;
  }

  private Node normalised(Scope scope, Node x, Op convolution) {
    return scope.chain(x).then(convolution).then(DEFAULT).then(new Activate(activation)).end();
  }

  private Node stage(Scope stage, Node x, int channels, int units) {
    for (int i = 0; i < units; i++) {
      x = unit(stage.in(i), x, channels / 2, i == 0 ? 2 : 1);
    }
    return x;
  }

  private Node unit(Scope unit, Node x, int half, int stride) {
    boolean down = stride == 2;
    Node left = down ? projection(unit, x, half) : unit.node("left", new Slice(0, half), x);
    Node right = down ? x : unit.node("right", new Slice(half, 2 * half), x);
    right =
        unit.in("branch2")
            .chain(right)
            .then(pointwise(half))
            .then(DEFAULT)
            .then(new Activate(activation))
            .then(depthwise(half, 3, stride))
            .then(DEFAULT)
            .then(pointwise(half))
            .then(DEFAULT)
            .then(new Activate(activation))
            .end();
    return unit.node("shuffle", new Shuffle(2), unit.node("concat", new Concat(), left, right));
  }

  private Node projection(Scope unit, Node x, int half) {
    return unit.in("branch1")
        .chain(x)
        .then(depthwise(x.shape().channels(), 3, 2))
        .then(DEFAULT)
        .then(pointwise(half))
        .then(DEFAULT)
        .then(new Activate(activation))
        .end();
  }
}
