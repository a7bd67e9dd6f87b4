package dev.riffle.backbone;

import static dev.riffle.graph.Op.BatchNorm.DEFAULT;

import dev.riffle.graph.Default;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op.Activate;
import dev.riffle.graph.Op.Add;
import dev.riffle.graph.Op.AvgPool;
import dev.riffle.graph.Op.Concat;
import dev.riffle.graph.Op.Conv2d;
import dev.riffle.graph.Op.Linear;
import dev.riffle.graph.Op.MaxPool;
import dev.riffle.graph.Op.MeanPool;
import dev.riffle.graph.Op.Shuffle;
import dev.riffle.graph.Scope;
import dev.riffle.graph.Scope.Chain;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * ShuffleNet: bottleneck units whose 1×1 convolutions have groups, with a channel shuffle between
 * them. Weights carry the names of megvii's implementation.
 *
 * <p>With one group it is what both papers call Xception-like.
 *
 * @param groups of the 1×1 convolutions: 1, 2, 3, 4 or 8
 * @param width how many times the paper's channels, and how deep
 * @param shuffle where the channels are shuffled, and how
 * @param squeeze reduction of a squeeze and excitation at the end of each unit's branch; 0 for none
 * @see <a href="https://arxiv.org/abs/1707.01083">ShuffleNet</a>
 */
public record ShuffleNetV1(
    int groups, Width width, @Default("\"MEGVII\"") Order shuffle, @Default("0") int squeeze)
    implements Backbone {

  /**
   * The two published places of the shuffle; of two or three groups (or eight at 2×), weights of
   * one suit the other in another order.
   */
  public enum Order {
    /** Behind the first 1×1 convolution, its groups interleaved. */
    PAPER,
    /** Behind the depthwise convolution, by the opposite permutation. */
    MEGVII
  }

  /** The published widths and depths. */
  public enum Width {
    X0_25("0.25x", 0.25, 6),
    X0_5("0.5x", 0.5, 12),
    X1_0("1.0x", 1, 24),
    X1_5("1.5x", 1.5, 24),
    X2_0("2.0x", 2, 48),
    /**
     * Half as many units at the cost of 0.5x. The paper says no more; of the widths that three
     * groups divide this one comes nearest to its 40 million multiply-adds.
     */
    SHALLOW("0.5x-shallow", 0.75, 12, 2, List.of(2, 4, 2), 4),
    /**
     * 50 layers, beside ResNet-50; its first stage keeps stride 4. The V2 paper gives the channels
     * (for three groups) and 2.3 billion multiply-adds, which a bottleneck of a quarter misses by
     * half; a half it is therefore. How the first unit gets from 64 channels to 360 is not said
     * either; here its shortcut is projected, as in ResNet.
     */
    LAYERS_50("50", 1.5, 64, 1, List.of(3, 4, 6, 3), 2);

    private final String text;
    private final double factor;
    private final int stem;
    private final int firstStage; // stage s has stride 2^(s + 1)
    private final List<Integer> units; // in each stage
    private final int narrowing; // of a unit's bottleneck

    Width(String text, double factor, int stem) {
      this(text, factor, stem, 2, List.of(4, 8, 4), 4);
    }

    Width(
        String text, double factor, int stem, int firstStage, List<Integer> units, int narrowing) {
      this.text = text;
      this.factor = factor;
      this.stem = stem;
      this.firstStage = firstStage;
      this.units = units;
      this.narrowing = narrowing;
    }

    /** As a configuration writes it, {@code 1.0x}. */
    @Override
    public String toString() {
      return text;
    }
  }

  /** Checks that every grouped convolution can be divided. */
  public ShuffleNetV1 {
    int channels = channels(width.firstStage, groups, width);
    int bottleneck = channels / width.narrowing;
    int kept = width.firstStage == 2 ? stem(groups, width) : 0;
    int emitted = channels - kept;
    if (channels % width.narrowing != 0 || bottleneck % groups != 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "groups %d at %s: stage %d has %d channels, and a bottleneck of %d / %d cannot be"
                  + " divided into %d groups",
              groups,
              width,
              width.firstStage,
              channels,
              channels,
              width.narrowing,
              groups));
    }
    if (emitted % groups != 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "groups %d at %s: the first unit adds %d - %d = %d channels, which cannot be divided"
                  + " into %d groups",
              groups,
              width,
              channels,
              kept,
              emitted,
              groups));
    }
    Squeeze.check(squeeze, emitted);
  }

  /** The published network, shuffled as megvii's. */
  public ShuffleNetV1(int groups, Width width) {
    this(groups, width, Order.MEGVII, 0);
  }

  private static int channels(int stage, int groups, Width width) {
    int second =
        switch (groups) {
          case 1 -> 144;
          case 2 -> 200;
          case 3 -> 240;
          case 4 -> 272;
          case 8 -> 384;
          default ->
              throw new IllegalArgumentException(
                  "groups: expected 1, 2, 3, 4 or 8, found " + groups);
        };
    return (int) (second * width.factor) << (stage - width.firstStage);
  }

  private static int stem(int groups, Width width) {
    return groups == 8 && width == Width.X0_5 ? 16 : width.stem;
  }

  @Override
  public List<Node> build(Scope scope, Node picture) {
    Node x =
        scope
            .in("first_conv")
            .chain(picture)
            .then(Conv2d.dense(stem(groups, width), 3, 2), DEFAULT, Activate.RELU)
            .end();
    x = scope.node("maxpool", new MaxPool(3, 2, 1), x);
    List<Node> features = new ArrayList<>();
    int index = 0;
    for (int stage = width.firstStage; stage <= 4; stage++) {
      for (int i = 0; i < width.units.get(stage - width.firstStage); i++) {
        Scope unit = scope.in("features").in(index);
        // The first convolution of all reads too few channels to be grouped.
        int first = index == 0 ? 1 : groups;
        x = unit(unit, x, channels(stage, groups, width), first, i == 0 && stage > 1 ? 2 : 1);
        index++;
      }
      features.add(x);
    }
    return features.subList(features.size() - 3, features.size());
  }

  private Node unit(Scope unit, Node x, int channels, int firstGroups, int stride) {
    boolean down = stride == 2;
    int bottleneck = channels / width.narrowing;
    int emitted = down ? channels - x.shape().channels() : channels;
    Chain narrow =
        unit.in("branch_main_1")
            .chain(x)
            .then(grouped(bottleneck, firstGroups), DEFAULT, Activate.RELU);
    if (shuffle == Order.PAPER && groups > 1) {
      Node shuffled = unit.node("shuffle", new Shuffle(groups), narrow.end());
      narrow = new Chain(narrow.scope(), shuffled, narrow.steps());
    }
    Node y = narrow.then(Conv2d.depthwise(bottleneck, 3, stride), DEFAULT).end();
    if (shuffle == Order.MEGVII && groups > 1) {
      y = unit.node("shuffle", new Shuffle(bottleneck / groups), y);
    }
    y = unit.in("branch_main_2").chain(y).then(grouped(emitted, groups), DEFAULT).end();
    y = Squeeze.optional(unit, y, squeeze);
    return unit.node("relu", Activate.RELU, down ? widened(unit, x, y) : sum(unit, x, y));
  }

  private static Node widened(Scope unit, Node x, Node y) {
    return unit.node("concat", new Concat(), unit.node("pool", new AvgPool(3, 2, 1), x), y);
  }

  private static Node sum(Scope unit, Node x, Node y) {
    Node shortcut =
        x.shape().equals(y.shape())
            ? x
            : unit.in("branch_proj")
                .chain(x)
                .then(Conv2d.pointwise(y.shape().channels()), DEFAULT)
                .end();
    return unit.node("sum", new Add(), shortcut, y);
  }

  private static Conv2d grouped(int channels, int groups) {
    return new Conv2d(channels, 1, 1, 0, groups, false);
  }

  @Override
  public Node classify(Scope scope, List<Node> features, int classes) {
    Node mean = scope.node("pool", new MeanPool(), features.get(features.size() - 1));
    return scope.node("classifier.0", new Linear(classes, false), mean);
  }
}
