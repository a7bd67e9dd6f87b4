package dev.riffle.backbone;

import static dev.riffle.graph.Op.BatchNorm.DEFAULT;
import static dev.riffle.graph.Op.Conv2d.depthwise;
import static dev.riffle.graph.Op.Conv2d.pointwise;

import dev.riffle.graph.Activation;
import dev.riffle.graph.Default;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op.Activate;
import dev.riffle.graph.Op.Add;
import dev.riffle.graph.Op.Conv2d;
import dev.riffle.graph.Op.Linear;
import dev.riffle.graph.Op.MeanPool;
import dev.riffle.graph.Scope;
import java.util.ArrayList;
import java.util.List;

/**
 * MobileNet V2: inverted residuals, narrow at the ends and wide in the middle, with no activation
 * at their end. Weights carry torchvision's names.
 *
 * @param width how many times the paper's channels, rounded to multiples of 8
 * @param activation behind every BatchNorm but those that end a unit
 * @see <a href="https://arxiv.org/abs/1801.04381">MobileNetV2</a>
 */
public record MobileNetV2(double width, @Default("\"RELU6\"") Activation activation)
    implements Backbone {

  private static final int STEM = 32;
  private static final int LAST = 1280;
  private static final int[][] STAGES = { // expansion, channels, units, stride
    {1, 16, 1, 1},
    {6, 24, 2, 2},
    {6, 32, 3, 2},
    {6, 64, 4, 2},
    {6, 96, 3, 1},
    {6, 160, 3, 2},
    {6, 320, 1, 1}
  };
  private static final List<Integer> HANDED_OUT = List.of(2, 4, 6); // ends of strides 8, 16, 32

  public MobileNetV2 {
    WidthMultiplier.check(width);
  }

  /** The published network. */
  public MobileNetV2(double width) {
    this(width, Activation.RELU6);
  }

  @Override
  public List<Node> build(Scope scope, Node picture) {
    Scope layers = scope.in("features");
    Node x =
        normalised(
            layers.in(0), picture, Conv2d.dense(WidthMultiplier.ofEights(STEM * width), 3, 2));
    List<Node> features = new ArrayList<>();
    int index = 1;
    for (int stage = 0; stage < STAGES.length; stage++) {
      int[] s = STAGES[stage];
      for (int i = 0; i < s[2]; i++) {
        Scope unit = layers.in(index++);
        x = unit(unit, x, s[0], WidthMultiplier.ofEights(s[1] * width), i == 0 ? s[3] : 1);
      }
      if (HANDED_OUT.contains(stage)) {
        features.add(x);
      }
    }
    return features;
  }

  private Node unit(Scope unit, Node x, int expansion, int channels, int stride) {
    int in = x.shape().channels();
    int wide = in * expansion;
    Scope.Chain chain = unit.in("conv").chain(x);
    if (expansion != 1) {
      chain = within(chain, pointwise(wide));
    }
    chain = within(chain, depthwise(wide, 3, stride)).then(pointwise(channels), DEFAULT);
    return stride == 1 && in == channels
        ? unit.node("sum", new Add(), x, chain.end())
        : chain.end();
  }

  /** A step of a chain that is a chain itself. */
  private Scope.Chain within(Scope.Chain chain, Conv2d convolution) {
    Node end = normalised(chain.scope().in(chain.steps()), chain.end(), convolution);
    return new Scope.Chain(chain.scope(), end, chain.steps() + 1);
  }

  private Node normalised(Scope scope, Node x, Conv2d convolution) {
    return scope.chain(x).then(convolution, DEFAULT, new Activate(activation)).end();
  }

  @Override
  public Node classify(Scope scope, List<Node> features, int classes) {
    int units = 1;
    for (int[] stage : STAGES) {
      units += stage[2];
    }
    Conv2d last = pointwise(WidthMultiplier.ofEights(LAST * Math.max(1, width)));
    Node x = normalised(scope.in("features").in(units), features.get(features.size() - 1), last);
    Node mean = scope.node("pool", new MeanPool(), x);
    return scope.node("classifier.1", new Linear(classes, true), mean);
  }
}
