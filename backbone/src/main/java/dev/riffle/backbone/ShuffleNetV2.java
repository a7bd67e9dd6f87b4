package dev.riffle.backbone;

import static dev.riffle.graph.Op.BatchNorm.DEFAULT;
import static dev.riffle.graph.Op.Conv2d.depthwise;
import static dev.riffle.graph.Op.Conv2d.pointwise;

import dev.riffle.graph.Activation;
import dev.riffle.graph.Default;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op.Activate;
import dev.riffle.graph.Op.Add;
import dev.riffle.graph.Op.BatchNorm;
import dev.riffle.graph.Op.Concat;
import dev.riffle.graph.Op.Conv2d;
import dev.riffle.graph.Op.Linear;
import dev.riffle.graph.Op.MaxPool;
import dev.riffle.graph.Op.MeanPool;
import dev.riffle.graph.Op.Pad;
import dev.riffle.graph.Op.Shuffle;
import dev.riffle.graph.Scope;
import java.util.ArrayList;
import java.util.List;

/**
 * ShuffleNet V2: units that split the channels, work on one half, and mix the halves.
 *
 * @param size width and depth of the network
 * @param variant which of the published implementations; at 0.5× their weights can be exchanged,
 *     elsewhere not
 * @param activation behind every BatchNorm but the depthwise ones'
 * @param wide whether a 3×3 depthwise convolution more opens each main branch, which sees farther:
 *     the paper's V2*, for detection
 * @param squeeze reduction of a squeeze and excitation at the end of each main branch; 0 for none
 * @param residual whether a main branch that keeps its size is added to what it reads
 * @param stages which of the stages 2, 3, 4 (strides 8, 16, 32) to hand out, ascending
 * @param conv5 whether the last 1×1 convolution of the classifier stands behind stage 4
 * @see <a href="https://arxiv.org/abs/1807.11164">ShuffleNet V2</a>
 */
public record ShuffleNetV2(
    Size size,
    @Default("\"TORCHVISION\"") Variant variant,
    @Default("\"RELU\"") Activation activation,
    @Default("false") boolean wide,
    @Default("0") int squeeze,
    @Default("false") boolean residual,
    @Default("[2, 3, 4]") List<Integer> stages,
    @Default("false") boolean conv5)
    implements Backbone {

  private static final BatchNorm KERAS = new BatchNorm(1e-3);

  /** Which implementation: where a unit shuffles, and what its stride-2 branches emit. */
  public enum Variant {
    /**
     * torchvision's and NanoDet's: both branches of a stride-2 unit emit half the channels, a
     * stride-1 unit takes contiguous halves, every unit ends in a shuffle of two groups.
     */
    TORCHVISION,
    /**
     * megvii's: the projection of a stride-2 unit keeps its input's channels and the main branch
     * adds what lacks, a stride-1 unit begins by taking even and odd channels apart.
     */
    MEGVII,
    /**
     * torchvision's as TensorFlow has it: windows of stride 2 are padded on the right and bottom
     * first (SAME), and BatchNorm's epsilon is Keras' 0.001. Its maximum is padded with zeros,
     * which takes an activation that is never negative.
     */
    TENSORFLOW
  }

  /** The published sizes: channels of the stem, behind the stages, and of conv5. */
  public enum Size {
    X0_25("0.25x", 24, 48, 96, 512),
    X0_33("0.33x", 32, 64, 128, 512),
    X0_5("0.5x", 48, 96, 192, 1024),
    X1_0("1.0x", 116, 232, 464, 1024),
    X1_5("1.5x", 176, 352, 704, 1024),
    X2_0("2.0x", 244, 488, 976, 2048),
    /** 50 layers, beside ResNet-50; its first stage keeps stride 4. */
    LAYERS_50("50", 1, List.of(64), List.of(244, 488, 976, 1952), List.of(3, 4, 6, 3), 2048),
    /** 164 layers; meant to be residual and squeezed. */
    LAYERS_164(
        "164",
        1,
        List.of(64, 64, 128),
        List.of(340, 680, 1360, 2720),
        List.of(10, 10, 23, 10),
        2048);

    private final String text;
    private final int firstStage; // stage s has stride 2^(s + 1)
    private final List<Integer> stem;
    private final List<Integer> channels; // of each stage
    private final List<Integer> units; // in each stage
    private final int conv5;

    Size(String text, int stage2, int stage3, int stage4, int conv5) {
      this(text, 2, List.of(24), List.of(stage2, stage3, stage4), List.of(4, 8, 4), conv5);
    }

    Size(
        String text,
        int firstStage,
        List<Integer> stem,
        List<Integer> channels,
        List<Integer> units,
        int conv5) {
      this.text = text;
      this.firstStage = firstStage;
      this.stem = stem;
      this.channels = channels;
      this.units = units;
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
    Squeeze.check(squeeze, size.channels.get(0) / 2);
    if (variant == Variant.TENSORFLOW && activation.apply(-1) < 0) {
      throw new IllegalArgumentException(
          "activation: TENSORFLOW needs one that is never negative, as RELU, found " + activation);
    }
  }

  /** torchvision's network: all three feature maps and ReLU. */
  public ShuffleNetV2(Size size) {
    this(size, Variant.TORCHVISION);
  }

  /** The published network: all three feature maps and ReLU. */
  public ShuffleNetV2(Size size, Variant variant) {
    this(size, variant, Activation.RELU, false, 0, false, List.of(2, 3, 4), false);
  }

  public ShuffleNetV2 withActivation(Activation other) {
    return new ShuffleNetV2(size, variant, other, wide, squeeze, residual, stages, conv5);
  }

  public ShuffleNetV2 withStages(List<Integer> others, boolean withConv5) {
    return new ShuffleNetV2(size, variant, activation, wide, squeeze, residual, others, withConv5);
  }

  public ShuffleNetV2 withWide() {
    return new ShuffleNetV2(size, variant, activation, true, squeeze, residual, stages, conv5);
  }

  public ShuffleNetV2 withSqueeze(int reduction) {
    return new ShuffleNetV2(size, variant, activation, wide, reduction, residual, stages, conv5);
  }

  public ShuffleNetV2 withResidual() {
    return new ShuffleNetV2(size, variant, activation, wide, squeeze, true, stages, conv5);
  }

  private boolean isMegvii() {
    return variant == Variant.MEGVII;
  }

  @Override
  public List<Node> build(Scope scope, Node picture) {
    Node x = pool(scope, stem(scope, picture));
    List<Node> features = new ArrayList<>();
    int index = 0; // of all units, as megvii counts
    for (int stage = size.firstStage; stage <= stages.get(stages.size() - 1); stage++) {
      int channels = size.channels.get(stage - size.firstStage);
      for (int i = 0; i < size.units.get(stage - size.firstStage); i++, index++) {
        Scope unit = isMegvii() ? scope.in("features").in(index) : scope.in("stage" + stage).in(i);
        x = i == 0 ? opening(unit, x, channels, stage == 1 ? 1 : 2) : unit(unit, x, channels / 2);
      }
      if (stages.contains(stage)) {
        features.add(stage == 4 && conv5 ? conv5(scope, x) : x);
      }
    }
    return features;
  }

  private Node stem(Scope scope, Node picture) {
    Scope.Chain chain = scope.in(isMegvii() ? "first_conv" : "conv1").chain(picture);
    for (int channels : size.stem) {
      Conv2d convolution = Conv2d.dense(channels, 3, chain.steps() == 0 ? 2 : 1);
      chain = normalised(chain, convolution).then(active());
    }
    return chain.end();
  }

  /** The first unit of a stage: both of its branches read everything. */
  private Node opening(Scope unit, Node x, int channels, int stride) {
    int half = channels / 2;
    int in = x.shape().channels();
    int projected = isMegvii() ? in : half;
    Scope.Chain projection = unit.in(isMegvii() ? "branch_proj" : "branch1").chain(x);
    projection = normalised(projection, depthwise(in, 3, stride));
    projection = normalised(projection, pointwise(projected)).then(active());
    return merged(unit, projection.end(), main(unit, x, half, channels - projected, stride));
  }

  private Node unit(Scope unit, Node x, int half) {
    Halves halves = isMegvii() ? Halves.alternating(unit, x) : Halves.contiguous(unit, x);
    return merged(unit, halves.kept(), main(unit, halves.worked(), half, half, 1));
  }

  private Node merged(Scope unit, Node left, Node right) {
    Node both = unit.node("concat", new Concat(), left, right);
    return isMegvii() ? both : unit.node("shuffle", new Shuffle(2), both);
  }

  private Node main(Scope unit, Node x, int bottleneck, int emitted, int stride) {
    Node y = x;
    if (wide) {
      y = normalised(unit.in("wide").chain(x), depthwise(x.shape().channels(), 3, 1)).end();
    }
    Scope.Chain chain = unit.in(isMegvii() ? "branch_main" : "branch2").chain(y);
    chain = normalised(chain, pointwise(bottleneck)).then(active());
    chain = normalised(chain, depthwise(bottleneck, 3, stride));
    y = normalised(chain, pointwise(emitted)).end();
    y = Squeeze.optional(unit, y, squeeze);
    if (residual && y.shape().equals(x.shape())) {
      y = unit.node("sum", new Add(), x, y);
    }
    return unit.node("active", active(), y);
  }

  private Activate active() {
    return new Activate(activation);
  }

  private Node conv5(Scope scope, Node x) {
    Scope.Chain chain = scope.in(isMegvii() ? "conv_last" : "conv5").chain(x);
    return normalised(chain, pointwise(size.conv5)).then(active()).end();
  }

  /** A convolution and its BatchNorm; padding that is a step of its own takes up no number. */
  private Scope.Chain normalised(Scope.Chain chain, Conv2d convolution) {
    if (variant != Variant.TENSORFLOW) {
      return chain.then(convolution, DEFAULT);
    }
    if (convolution.stride() == 1) {
      return chain.then(convolution, KERAS); // what it is padded with is the same on all sides
    }
    int kernel = convolution.kernel();
    Pad pad = new Pad(Pad.Rule.SAME, kernel, convolution.stride());
    Node padded = chain.scope().node("pad" + chain.steps(), pad, chain.end());
    Conv2d bare =
        new Conv2d(
            convolution.outChannels(),
            kernel,
            convolution.stride(),
            0,
            convolution.groups(),
            convolution.bias());
    return new Scope.Chain(chain.scope(), padded, chain.steps()).then(bare, KERAS);
  }

  private Node pool(Scope scope, Node x) {
    if (variant != Variant.TENSORFLOW) {
      return scope.node("maxpool", new MaxPool(3, 2, 1), x);
    }
    Node padded = scope.node("maxpool.pad", new Pad(Pad.Rule.SAME, 3, 2), x);
    return scope.node("maxpool", new MaxPool(3, 2, 0), padded);
  }

  @Override
  public Node classify(Scope scope, List<Node> features, int classes) {
    if (!stages.contains(4)) {
      throw new IllegalArgumentException(
          "the classifier stands behind stage 4, but stages are " + stages);
    }
    Node last = features.get(features.size() - 1);
    Node mean = scope.node("pool", new MeanPool(), conv5 ? last : conv5(scope, last));
    return isMegvii()
        ? scope.node("classifier.0", new Linear(classes, false), mean)
        : scope.node("fc", new Linear(classes, true), mean);
  }
}
