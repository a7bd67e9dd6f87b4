package dev.riffle.backbone;

import static dev.riffle.graph.Op.Pad.Rule.CEILING;

import dev.riffle.graph.Node;
import dev.riffle.graph.Op.Activate;
import dev.riffle.graph.Op.Concat;
import dev.riffle.graph.Op.Conv2d;
import dev.riffle.graph.Op.MaxPool;
import dev.riffle.graph.Op.MeanPool;
import dev.riffle.graph.Op.Pad;
import dev.riffle.graph.Scope;
import java.util.ArrayList;
import java.util.List;

/**
 * SqueezeNet as torchvision has it. It halves the size only four times: its maps have strides of
 * about 4, 8 and 16. Weights carry torchvision's names.
 *
 * @param version 1.0 as in the paper, or 1.1, which pools earlier
 * @see <a href="https://arxiv.org/abs/1602.07360">SqueezeNet</a>
 */
public record SqueezeNet(Version version) implements Backbone {

  /** The published versions: the stem, and before which fire modules a pool stands. */
  public enum Version {
    V1_0("1.0", new Conv2d(96, 7, 2, 0, 1, true), List.of(3, 7)),
    V1_1("1.1", new Conv2d(64, 3, 2, 0, 1, true), List.of(2, 4));

    private final String text;
    private final Conv2d stem;
    private final List<Integer> pooled;

    Version(String text, Conv2d stem, List<Integer> pooled) {
      this.text = text;
      this.stem = stem;
      this.pooled = pooled;
    }

    /** As a configuration writes it, {@code 1.0}. */
    @Override
    public String toString() {
      return text;
    }
  }

  // Of each fire module: channels of its squeeze; each half of what it emits has four times them.
  private static final int[] SQUEEZES = {16, 16, 32, 32, 48, 48, 64, 64};
  private static final int WIDENING = 4;

  @Override
  public List<Node> build(Scope scope, Node picture) {
    Scope layers = scope.in("features");
    Node x = layers.chain(picture).then(version.stem, Activate.RELU).end();
    List<Node> ends = new ArrayList<>();
    int index = 2;
    x = pool(layers.in(index++), x);
    for (int i = 0; i < SQUEEZES.length; i++) {
      if (version.pooled.contains(i)) {
        ends.add(x);
        x = pool(layers.in(index++), x);
      }
      x = fire(layers.in(index++), x, SQUEEZES[i]);
    }
    ends.add(x);
    return ends;
  }

  private static Node pool(Scope scope, Node x) {
    return scope
        .chain(x)
        .then("pad", new Pad(CEILING, 3, 2))
        .then("max", new MaxPool(3, 2, 0))
        .end();
  }

  private static Node fire(Scope fire, Node x, int squeeze) {
    Node narrow =
        fire.chain(x)
            .then("squeeze", Conv2d.pointwise(squeeze).withBias())
            .then("squeeze_activation", Activate.RELU)
            .end();
    List<Node> halves = new ArrayList<>();
    for (int kernel : new int[] {1, 3}) {
      String name = "expand" + kernel + "x" + kernel;
      halves.add(
          fire.chain(narrow)
              .then(name, Conv2d.dense(squeeze * WIDENING, kernel, 1).withBias())
              .then(name + "_activation", Activate.RELU)
              .end());
    }
    return fire.node("concat", new Concat(), halves.get(0), halves.get(1));
  }

  // Step 0 is dropout, which is nothing here.
  @Override
  public Node classify(Scope scope, List<Node> features, int classes) {
    return scope
        .in("classifier")
        .chain(features.get(features.size() - 1))
        .then("1", Conv2d.pointwise(classes).withBias())
        .then("2", Activate.RELU)
        .then("3", new MeanPool())
        .end();
  }
}
