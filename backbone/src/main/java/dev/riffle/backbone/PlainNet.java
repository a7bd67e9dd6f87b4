package dev.riffle.backbone;

import static dev.riffle.graph.Op.BatchNorm.DEFAULT;

import dev.riffle.graph.Node;
import dev.riffle.graph.Op.Activate;
import dev.riffle.graph.Op.Add;
import dev.riffle.graph.Op.AvgPool;
import dev.riffle.graph.Op.Concat;
import dev.riffle.graph.Op.Conv2d;
import dev.riffle.graph.Op.Linear;
import dev.riffle.graph.Op.MaxPool;
import dev.riffle.graph.Op.MeanPool;
import dev.riffle.graph.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * ShuffleNet's frame (its stem, 4, 8 and 4 units, its classifier) around other units, as the papers
 * compare them at equal cost. The first paper gives neither the channels nor how these units open a
 * stage; here an opening unit strides in its (first) 3×3 convolution and projects its shortcut. The
 * second one takes its Xception-like network from elsewhere and states 40, 145, 305 and 525 million
 * multiply-adds; 68, 144, 216 and 284 channels come near to them.
 *
 * @param unit what it is made of
 * @param channels behind stage 2; they double from stage to stage
 * @see <a href="https://arxiv.org/abs/1707.01083">ShuffleNet, table 4</a>
 */
public record PlainNet(Unit unit, int channels) implements Backbone {

  private static final int STEM = 24;
  private static final int[] UNITS = {4, 8, 4}; // in stages 2, 3, 4

  /** The units: how many times narrower their 3×3 convolution is, and its groups. */
  public enum Unit {
    /** Two 3×3 convolutions, no shortcut: 18 c² multiply-adds a place. */
    VGG(1, 1),
    /** A bottleneck of m = c/4 channels: 2 c m + 9 m². */
    RESNET(4, 1),
    /** A bottleneck of m = c/2 channels in 16 groups: 2 c m + 9 m² / 16. */
    RESNEXT(2, 16),
    /**
     * ShuffleNet's own with one group, nothing to shuffle and openings that concatenate, which the
     * paper calls Xception-like; m = c/4: 2 c m + 9 m.
     */
    XCEPTION(4, 1);

    private final int narrowing;
    private final int groups;

    Unit(int narrowing, int groups) {
      this.narrowing = narrowing;
      this.groups = groups;
    }
  }

  public PlainNet {
    int multiple = unit.narrowing * unit.groups;
    if (channels < 1 || channels > 100_000 || channels % multiple != 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "channels: %s units need a multiple of %d up to 100000, found %d",
              unit,
              multiple,
              channels));
    }
    if (unit == Unit.XCEPTION && channels <= STEM) {
      throw new IllegalArgumentException(
          "channels: XCEPTION units add to the stem's " + STEM + ", found " + channels);
    }
  }

  @Override
  public List<Node> build(Scope scope, Node picture) {
    Node x =
        scope
            .in("first_conv")
            .chain(picture)
            .then(Conv2d.dense(STEM, 3, 2), DEFAULT, Activate.RELU)
            .end();
    x = scope.node("maxpool", new MaxPool(3, 2, 1), x);
    List<Node> ends = new ArrayList<>();
    for (int stage = 0; stage < UNITS.length; stage++) {
      for (int i = 0; i < UNITS[stage]; i++) {
        Scope place = scope.in("stage" + (stage + 2)).in(i);
        x = unit(place, x, channels << stage, i == 0 ? 2 : 1);
      }
      ends.add(x);
    }
    return ends;
  }

  private Node unit(Scope place, Node x, int wide, int stride) {
    Scope.Chain main = place.in("main").chain(x);
    if (unit == Unit.VGG) {
      return main.then(Conv2d.dense(wide, 3, stride), DEFAULT, Activate.RELU)
          .then(Conv2d.dense(wide, 3, 1), DEFAULT, Activate.RELU)
          .end();
    }
    int narrow = wide / unit.narrowing;
    if (unit == Unit.XCEPTION) {
      return separable(place, x, narrow, wide, stride);
    }
    Node y =
        main.then(Conv2d.pointwise(narrow), DEFAULT, Activate.RELU)
            .then(new Conv2d(narrow, 3, stride, 1, unit.groups, false), DEFAULT, Activate.RELU)
            .then(Conv2d.pointwise(wide), DEFAULT)
            .end();
    Node shortcut = x;
    if (stride == 2) {
      Conv2d projection = new Conv2d(wide, 1, stride, 0, 1, false);
      shortcut = place.in("shortcut").chain(x).then(projection, DEFAULT).end();
    }
    return place.node("relu", Activate.RELU, place.node("sum", new Add(), y, shortcut));
  }

  private static Node separable(Scope place, Node x, int narrow, int wide, int stride) {
    boolean opens = stride == 2;
    int emitted = opens ? wide - x.shape().channels() : wide;
    Node y =
        place
            .in("main")
            .chain(x)
            .then(Conv2d.pointwise(narrow), DEFAULT, Activate.RELU)
            .then(Conv2d.depthwise(narrow, 3, stride), DEFAULT)
            .then(Conv2d.pointwise(emitted), DEFAULT)
            .end();
    Node joined =
        opens
            ? place.node("concat", new Concat(), place.node("pool", new AvgPool(3, 2, 1), x), y)
            : place.node("sum", new Add(), x, y);
    return place.node("relu", Activate.RELU, joined);
  }

  @Override
  public Node classify(Scope scope, List<Node> features, int classes) {
    Node mean = scope.node("pool", new MeanPool(), features.get(features.size() - 1));
    return scope.node("classifier.0", new Linear(classes, false), mean);
  }
}
