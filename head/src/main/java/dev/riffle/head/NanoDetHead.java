package dev.riffle.head;

import static dev.riffle.graph.Op.Conv2d.depthwise;
import static dev.riffle.graph.Op.Conv2d.pointwise;

import dev.riffle.decode.DistanceDecoder;
import dev.riffle.graph.Activation;
import dev.riffle.graph.Default;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op.Activate;
import dev.riffle.graph.Op.BatchNorm;
import dev.riffle.graph.Scope;
import java.util.ArrayList;
import java.util.List;

/**
 * The head of NanoDet before Plus: for each level a tower of its own of depthwise separable
 * convolutions, and one 1×1 convolution that gives class logits and box distributions together.
 * Output of a level: {@code [classes + 4·(regMax + 1), H, W]}, the distributions in the order left,
 * top, right, bottom.
 *
 * @param classes how many classes it tells apart
 * @param stackedConvs separable convolutions in a tower
 * @param regMax largest distance, in strides, that a distribution reaches
 * @param strides pixels between two places of each level, finest first
 * @see <a href="https://arxiv.org/abs/2006.04388">Generalized Focal Loss</a>
 */
public record NanoDetHead(
    @Default("80") int classes,
    @Default("2") int stackedConvs,
    @Default("7") int regMax,
    @Default("[8, 16, 32]") List<Integer> strides,
    @Default("\"LEAKY_RELU\"") Activation activation)
    implements DetectionHead {

  /** NanoDet's checkpoints hold a box branch that its shared convolution replaced. */
  private static final List<String> UNUSED = List.of("gfl_reg.*", "distribution_project.project");

  // Cell centres lie at (i + 0.5) · stride.
  private static final float CENTRE = 0.5f;

  public NanoDetHead {
    strides = List.copyOf(strides);
    within("classes", classes, 1, 100_000);
    within("stackedConvs", stackedConvs, 0, 100);
    within("regMax", regMax, 1, 1000);
    strides.forEach(stride -> within("strides", stride, 1, 100_000));
  }

  private static void within(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          what + ": expected " + least + " to " + most + ", found " + value);
    }
  }

  @Override
  public List<Node> build(Scope scope, List<Node> features) {
    if (features.size() != strides.size()) {
      throw new IllegalArgumentException(
          "head.strides: expected one for each of the "
              + features.size()
              + " feature maps, found "
              + strides);
    }
    List<Node> outputs = new ArrayList<>();
    for (int level = 0; level < features.size(); level++) {
      Node x = features.get(level);
      for (int i = 0; i < stackedConvs; i++) {
        x = separable(scope.in("cls_convs").in(level).in(i), x);
      }
      outputs.add(
          scope
              .in("gfl_cls")
              .node(Integer.toString(level), pointwise(decoder().channels()).withBias(), x));
    }
    return outputs;
  }

  private Node separable(Scope scope, Node x) {
    int channels = x.shape().channels();
    return scope
        .chain(x)
        .then("depthwise", depthwise(channels, 3, 1))
        .then("dwnorm", BatchNorm.DEFAULT)
        .then("dwact", new Activate(activation))
        .then("pointwise", pointwise(channels))
        .then("pwnorm", BatchNorm.DEFAULT)
        .then("pwact", new Activate(activation))
        .end();
  }

  @Override
  public DistanceDecoder decoder() {
    return new DistanceDecoder(classes, regMax, strides, CENTRE);
  }

  @Override
  public List<String> unused() {
    return UNUSED;
  }
}
