package dev.riffle.backbone;

import static dev.riffle.graph.Op.BatchNorm.DEFAULT;

import dev.riffle.graph.Activation;
import dev.riffle.graph.Default;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op.Activate;
import dev.riffle.graph.Op.Conv2d;
import dev.riffle.graph.Op.Linear;
import dev.riffle.graph.Op.MeanPool;
import dev.riffle.graph.Scope;
import java.util.List;

/**
 * A path through the supernet of single path one-shot search: at each of 20 places one of four
 * units, of any inner width. Weights carry the names of megvii's implementation.
 *
 * @param choices at each place 0, 1 or 2 for a shuffle unit of kernel 3, 5 or 7, or 3 for an
 *     Xception unit
 * @param scales at each place how many times half the unit's channels lie inside; none for 1
 *     everywhere
 * @see <a href="https://arxiv.org/abs/1904.00420">Single Path One-Shot</a>
 */
public record OneShot(List<Integer> choices, @Default("[]") List<Double> scales)
    implements Backbone {

  private static final int STEM = 16;
  private static final int LAST = 1024;
  private static final ChoiceStages STAGES =
      new ChoiceStages(List.of(64, 160, 320, 640), ShuffleNetV2Plus.UNITS);
  private static final double MOST = 10;

  public OneShot {
    choices = List.copyOf(choices);
    scales = List.copyOf(scales);
    Choice.of(choices, STAGES.places());
    if (!scales.isEmpty() && scales.size() != STAGES.places()) {
      throw new IllegalArgumentException(
          "scales: expected none or one for each of "
              + STAGES.places()
              + " units, found "
              + scales.size());
    }
    for (double scale : scales) {
      if (!(scale * STAGES.channels().get(0) / 2 >= 1 && scale <= MOST)) {
        throw new IllegalArgumentException(
            "scales: expected numbers that leave a channel, up to " + MOST + ", found " + scale);
      }
    }
  }

  @Override
  public List<Node> build(Scope scope, Node picture) {
    Node stem =
        scope
            .in("first_conv")
            .chain(picture)
            .then(Conv2d.dense(STEM, 3, 2), DEFAULT, Activate.RELU)
            .end();
    List<Choice> made = Choice.of(choices, STAGES.places());
    return STAGES.build(
        scope.in("features"),
        stem,
        (stage, i, index) -> {
          int channels = STAGES.channels().get(stage);
          double scale = scales.isEmpty() ? 1 : scales.get(index);
          return new ChoiceUnit(
              made.get(index),
              (int) (channels / 2 * scale),
              channels,
              Activation.RELU,
              false,
              ChoiceUnit.Naming.NUMBERS);
        });
  }

  @Override
  public Node classify(Scope scope, List<Node> features, int classes) {
    Node x =
        scope
            .in("conv_last")
            .chain(features.get(features.size() - 1))
            .then(Conv2d.pointwise(LAST), DEFAULT, Activate.RELU)
            .end();
    Node mean = scope.node("pool", new MeanPool(), x);
    return scope.node("classifier.0", new Linear(classes, false), mean);
  }
}
