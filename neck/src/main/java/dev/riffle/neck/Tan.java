package dev.riffle.neck;

import static dev.riffle.graph.Op.BatchNorm.DEFAULT;

import dev.riffle.graph.Activation;
import dev.riffle.graph.Default;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op.Activate;
import dev.riffle.graph.Op.Add;
import dev.riffle.graph.Op.Attention;
import dev.riffle.graph.Op.Concat;
import dev.riffle.graph.Op.Conv2d;
import dev.riffle.graph.Op.LayerNorm;
import dev.riffle.graph.Op.PositionEmbedding;
import dev.riffle.graph.Op.Resize;
import dev.riffle.graph.Scope;
import java.util.ArrayList;
import java.util.List;

/**
 * NanoDet-t's transformer attention network: three laterals, resized to the middle one's size, go
 * through a transformer together whose tokens are places; what comes out is added to each lateral.
 * Its embedding of places ties it to one input size.
 *
 * @param channels width of all maps
 * @param heads of the attention, a divisor of the channels
 * @param encoders layers of the transformer
 * @param mlpRatio how many times wider each layer's inner layer is
 * @param activation of laterals and inner layers
 * @see <a href="https://arxiv.org/abs/1706.03762">Attention Is All You Need</a>
 */
public record Tan(
    int channels,
    @Default("8") int heads,
    @Default("1") int encoders,
    @Default("4") int mlpRatio,
    @Default("\"LEAKY_RELU\"") Activation activation)
    implements Neck {
  private static final int LEVELS = 3;

  public Tan {
    Neck.checkChannels(channels);
    within("heads", heads, 1, channels);
    if (channels % heads != 0) {
      throw new IllegalArgumentException(
          "heads: expected a divisor of the " + channels + " channels, found " + heads);
    }
    within("encoders", encoders, 1, 100);
    within("mlpRatio", mlpRatio, 1, 100);
  }

  private static void within(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          what + ": expected " + least + " to " + most + ", found " + value);
    }
  }

  @Override
  public List<Node> build(Scope scope, List<Node> features) {
    if (features.size() != LEVELS) {
      throw new IllegalArgumentException(
          "Tan mixes feature maps of " + LEVELS + " sizes, found " + features.size());
    }
    List<Node> laterals = new ArrayList<>();
    for (Node feature : features) {
      laterals.add(lateral(scope.in("lateral_convs").in(laterals.size()), feature));
    }
    Node fine = scope.in("gather").node("0", halving(), laterals.get(0));
    Node coarse = scope.in("gather").node("2", doubling(), laterals.get(2));
    Node all = scope.in("gather").node("all", new Concat(), fine, laterals.get(1), coarse);
    Node mixed = transformed(scope, all);
    Scope spread = scope.in("spread");
    List<Node> added =
        List.of(spread.node("0", doubling(), mixed), mixed, spread.node("2", halving(), mixed));
    List<Node> maps = new ArrayList<>();
    for (int i = 0; i < LEVELS; i++) {
      maps.add(scope.in("sum").node(Integer.toString(i), new Add(), laterals.get(i), added.get(i)));
    }
    return maps;
  }

  /** A linear layer of the transformer, which the original holds but never calls. */
  @Override
  public List<String> unused() {
    return List.of("transformer.linear.*");
  }

  private static Resize halving() {
    return new Resize(0.5, Resize.Mode.BILINEAR);
  }

  private static Resize doubling() {
    return new Resize(2, Resize.Mode.BILINEAR);
  }

  private Node lateral(Scope scope, Node feature) {
    return scope
        .chain(feature)
        .then("conv", Conv2d.pointwise(channels))
        .then("bn", DEFAULT)
        .then("act", new Activate(activation))
        .end();
  }

  private Node transformed(Scope scope, Node all) {
    Scope transformer = scope.in("transformer");
    Node narrow =
        transformer
            .in("conv")
            .chain(all)
            .then("conv", Conv2d.pointwise(channels).withBias())
            .then("act", Activate.RELU)
            .end();
    Node x = scope.node("positions", "pos_", new PositionEmbedding(), narrow);
    for (int i = 0; i < encoders; i++) {
      x = encoded(transformer.in("encoders").in(i), x);
    }
    return x;
  }

  private Node encoded(Scope scope, Node x) {
    Node normal = scope.node("norm1", LayerNorm.DEFAULT, x);
    Scope attention = scope.in("attn");
    Conv2d threefold = Conv2d.pointwise(3 * channels).withBias();
    Node parts = attention.node("in_proj", "in_proj_", threefold, normal);
    Node attended = attention.node("heads", new Attention(heads), parts);
    Node back = attention.node("out_proj", Conv2d.pointwise(channels).withBias(), attended);
    Node sum = scope.node("sum1", new Add(), x, back);
    Node inner =
        scope
            .in("mlp")
            .chain(scope.node("norm2", LayerNorm.DEFAULT, sum))
            .then("fc1", Conv2d.pointwise(mlpRatio * channels).withBias())
            .then("act", new Activate(activation))
            .then("fc2", Conv2d.pointwise(channels).withBias())
            .end();
    return scope.node("sum2", new Add(), sum, inner);
  }
}
