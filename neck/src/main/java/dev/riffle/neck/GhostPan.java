package dev.riffle.neck;

import static dev.riffle.graph.Op.BatchNorm.DEFAULT;

import dev.riffle.graph.Activation;
import dev.riffle.graph.Default;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op.Activate;
import dev.riffle.graph.Op.Add;
import dev.riffle.graph.Op.Concat;
import dev.riffle.graph.Op.Conv2d;
import dev.riffle.graph.Op.Resize;
import dev.riffle.graph.Scope;
import java.util.ArrayList;
import java.util.List;

/**
 * The neck of NanoDet-Plus: path aggregation that concatenates and then mixes by ghost bottlenecks,
 * in which half of each layer's channels are made cheaply from the other half.
 *
 * @param channels width of all maps
 * @param kernel of the depthwise convolutions
 * @param extraLevels how many maps to hand out beyond the features': 0, or 1 of half the size
 * @param activation behind the BatchNorms
 * @see <a href="https://arxiv.org/abs/1911.11907">GhostNet</a>
 */
public record GhostPan(
    int channels,
    @Default("5") int kernel,
    @Default("1") int extraLevels,
    @Default("\"LEAKY_RELU\"") Activation activation)
    implements Neck {

  private static final int CHEAP_KERNEL = 3;

  public GhostPan {
    Neck.checkChannels(channels);
    if (channels % 2 != 0) {
      throw new IllegalArgumentException(
          "channels: ghost layers make one half from the other, found " + channels);
    }
    if (kernel < 1 || kernel % 2 == 0) {
      throw new IllegalArgumentException("kernel: expected an odd number, found " + kernel);
    }
    // A further one would add a map half the size of the top to one a quarter of it.
    if (extraLevels < 0 || extraLevels > 1) {
      throw new IllegalArgumentException("extraLevels: expected 0 or 1, found " + extraLevels);
    }
  }

  @Override
  public List<Node> build(Scope scope, List<Node> features) {
    Neck.checkLevels(features);
    List<Node> reduced = new ArrayList<>();
    for (Node feature : features) {
      reduced.add(reduced(scope.in("reduce_layers").in(reduced.size()), feature));
    }
    int top = reduced.size() - 1;
    List<Node> maps = new ArrayList<>(reduced);
    for (int i = top; i > 0; i--) {
      int number = top - i; // the coarsest pair comes first
      Node up =
          scope
              .in("top_down")
              .node(Integer.toString(number), new Resize(2, Resize.Mode.BILINEAR), maps.get(i));
      maps.set(i - 1, mixed(scope.in("top_down_blocks").in(number), up, maps.get(i - 1)));
    }
    for (int i = 0; i < top; i++) {
      Node down = halved(scope.in("downsamples").in(i), maps.get(i));
      maps.set(i + 1, mixed(scope.in("bottom_up_blocks").in(i), down, maps.get(i + 1)));
    }
    if (extraLevels == 1) {
      Node in = halved(scope.in("extra_lvl_in_conv").in(0), reduced.get(top));
      Node out = halved(scope.in("extra_lvl_out_conv").in(0), maps.get(top));
      maps.add(scope.in("extra").in(0).node("sum", new Add(), in, out));
    }
    return maps;
  }

  private Node reduced(Scope scope, Node x) {
    return scope
        .chain(x)
        .then("conv", Conv2d.pointwise(channels))
        .then("bn", DEFAULT)
        .then("act", new Activate(activation))
        .end();
  }

  private Node halved(Scope scope, Node x) {
    return Separable.build(scope, x, kernel, 2, activation);
  }

  private Node mixed(Scope scope, Node fromOther, Node own) {
    Node both = scope.node("concat", new Concat(), fromOther, own);
    Scope block = scope.in("blocks").in(0);
    Node wide = ghost(block.in("ghost1"), both, new Activate(activation));
    Node linear = ghost(block.in("ghost2"), wide, new Activate(Activation.IDENTITY));
    Node shortcut =
        block
            .in("shortcut")
            .chain(both)
            .then(Conv2d.depthwise(both.shape().channels(), kernel, 1), DEFAULT)
            .then(Conv2d.pointwise(channels), DEFAULT)
            .end();
    return block.node("sum", new Add(), linear, shortcut);
  }

  private Node ghost(Scope scope, Node x, Activate act) {
    Node dear =
        scope.in("primary_conv").chain(x).then(Conv2d.pointwise(channels / 2), DEFAULT, act).end();
    Node cheap =
        scope
            .in("cheap_operation")
            .chain(dear)
            .then(Conv2d.depthwise(channels / 2, CHEAP_KERNEL, 1), DEFAULT, act)
            .end();
    return scope.node("concat", new Concat(), dear, cheap);
  }
}
