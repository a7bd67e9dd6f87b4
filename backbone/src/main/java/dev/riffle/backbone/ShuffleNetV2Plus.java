package dev.riffle.backbone;

import static dev.riffle.graph.Op.BatchNorm.DEFAULT;

import dev.riffle.graph.Activation;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op.Activate;
import dev.riffle.graph.Op.Conv2d;
import dev.riffle.graph.Op.Linear;
import dev.riffle.graph.Op.MeanPool;
import dev.riffle.graph.Scope;
import java.util.List;

/**
 * ShuffleNetV2+: searched units, hard-swish, and squeeze and excitation in the last two stages.
 * Weights carry the names of megvii's implementation.
 *
 * @param size how wide
 * @see <a href="https://github.com/megvii-model/ShuffleNet-Series">ShuffleNet Series</a>
 */
public record ShuffleNetV2Plus(Size size) implements Backbone {

  private static final int STEM = 16;
  private static final int LAST = 1280;
  private static final int FIRST_SWISH = 1; // stage from which hard-swish takes ReLU's place
  private static final int FIRST_SQUEEZED = 2;
  private static final Activate SWISH = new Activate(Activation.HARD_SWISH);

  /** Units in each stage, and which each of them is, as the search found them. */
  static final List<Integer> UNITS = List.of(4, 4, 8, 4);

  static final List<Integer> CHOICES =
      List.of(0, 0, 3, 1, 1, 1, 0, 0, 2, 0, 2, 1, 1, 0, 2, 0, 2, 1, 3, 2);

  /** The published widths: channels behind each stage. */
  public enum Size {
    SMALL(36, 104, 208, 416),
    MEDIUM(48, 128, 256, 512),
    LARGE(68, 168, 336, 672);

    private final ChoiceStages stages;

    Size(Integer... channels) {
      this.stages = new ChoiceStages(List.of(channels), UNITS);
    }
  }

  @Override
  public List<Node> build(Scope scope, Node picture) {
    Node stem =
        scope.in("first_conv").chain(picture).then(Conv2d.dense(STEM, 3, 2), DEFAULT, SWISH).end();
    List<Choice> choices = Choice.of(CHOICES, size.stages.places());
    return size.stages.build(
        scope.in("features"),
        stem,
        (stage, i, index) -> {
          int channels = size.stages.channels().get(stage);
          return new ChoiceUnit(
              choices.get(index),
              channels / 2,
              channels,
              stage >= FIRST_SWISH ? Activation.HARD_SWISH : Activation.RELU,
              stage >= FIRST_SQUEEZED,
              ChoiceUnit.Naming.NUMBERS);
        });
  }

  @Override
  public Node classify(Scope scope, List<Node> features, int classes) {
    Node x =
        scope
            .in("conv_last")
            .chain(features.get(features.size() - 1))
            .then(Conv2d.pointwise(LAST), DEFAULT, SWISH)
            .end();
    x = Squeeze.hard(scope.in("LastSE"), scope.node("pool", new MeanPool(), x));
    x = scope.in("fc").chain(x).then(new Linear(LAST, false), SWISH).end();
    return scope.node("classifier.0", new Linear(classes, false), x);
  }
}
