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
 * Backbones that were searched for detection. Weights carry the names of megvii's implementation.
 *
 * @param architecture which of the published ones
 * @see <a href="https://arxiv.org/abs/1903.10979">DetNAS</a>
 */
public record DetNas(Architecture architecture) implements Backbone {

  private static final List<Integer> SMALL = List.of(64, 160, 320, 640);
  private static final List<Integer> DEEP =
      List.of(
          0, 0, 3, 1, 2, 1, 0, 2, 0, 3, 1, 2, 3, 3, 2, 0, 2, 1, 1, 3, 2, 0, 2, 2, 2, 1, 3, 1, 0, 3,
          3, 3, 1, 3, 3, 3, 3, 3, 3, 3);

  /** The published networks, by data set, detector and size. */
  public enum Architecture {
    COCO_FPN_300M(List.of(2, 1, 2, 0, 2, 1, 1, 2, 3, 3, 1, 3, 0, 0, 3, 1, 3, 1, 3, 2)),
    COCO_RETINANET_300M(List.of(2, 3, 1, 1, 3, 2, 1, 3, 3, 1, 1, 1, 3, 3, 2, 0, 3, 3, 3, 3)),
    VOC_FPN_300M(List.of(2, 1, 0, 3, 1, 3, 0, 3, 2, 0, 1, 1, 3, 3, 3, 3, 3, 3, 3, 1)),
    VOC_RETINANET_300M(List.of(1, 3, 0, 0, 2, 3, 3, 3, 2, 3, 3, 3, 3, 2, 2, 0, 2, 3, 1, 1)),
    COCO_FPN_1_3G(48, new ChoiceStages(List.of(96, 240, 480, 960), List.of(8, 8, 16, 8)), 1024),
    COCO_FPN_3_8G(72, new ChoiceStages(List.of(172, 432, 864, 1728), List.of(8, 8, 16, 8)), 1728);

    private final int stem;
    private final ChoiceStages stages;
    private final int last;
    private final List<Choice> choices;

    Architecture(List<Integer> choices) {
      this(16, new ChoiceStages(SMALL, ShuffleNetV2Plus.UNITS), 1024, choices);
    }

    Architecture(int stem, ChoiceStages stages, int last) {
      this(stem, stages, last, DEEP);
    }

    Architecture(int stem, ChoiceStages stages, int last, List<Integer> choices) {
      this.stem = stem;
      this.stages = stages;
      this.last = last;
      this.choices = Choice.of(choices, stages.places());
    }
  }

  /**
   * What DetNAS calls the steps of a unit.
   *
   * @param place the unit's, as {@code 3b}: the second of the third stage
   */
  private record Interstellar(String place) implements ChoiceUnit.Naming {

    // A layer is a depthwise convolution (not in the first of a shuffle unit), its BatchNorm, a
    // pointwise convolution, its BatchNorm, and its ReLU.
    private static String within(String layer, int step) {
      return switch (step) {
        case 0 -> "interstellar" + layer + "_s";
        case 1 -> "interstellar" + layer + "_s_bn";
        case 2 -> "interstellar" + layer;
        case 3 -> "bn" + layer;
        default -> "relu" + layer;
      };
    }

    @Override
    public String main(Choice choice, int step) {
      int counted = choice == Choice.XCEPTION ? step : step + 2;
      int layer = counted / 5;
      String name = place + "_" + choice + "_branch2" + (char) ('a' + layer);
      return "conv." + layer + "." + within(name, counted % 5);
    }

    @Override
    public String projection(int step) {
      return "proj_conv." + within(place + "_proj", step);
    }
  }

  @Override
  public List<Node> build(Scope scope, Node picture) {
    Conv2d first = Conv2d.dense(architecture.stem, 3, 2);
    return architecture.stages.build(
        scope.in("features"),
        biased(scope.in("first_conv"), picture, first),
        (stage, i, index) -> {
          int channels = architecture.stages.channels().get(stage);
          return new ChoiceUnit(
              architecture.choices.get(index),
              channels / 2,
              channels,
              Activation.RELU,
              false,
              new Interstellar((stage + 1) + Character.toString('a' + i)));
        });
  }

  private static Node biased(Scope scope, Node x, Conv2d convolution) {
    return scope
        .chain(x)
        .then("conv", convolution.withBias())
        .then("bn", DEFAULT)
        .then("relu", Activate.RELU)
        .end();
  }

  @Override
  public Node classify(Scope scope, List<Node> features, int classes) {
    Node coarsest = features.get(features.size() - 1);
    Node x = biased(scope.in("last_conv"), coarsest, Conv2d.pointwise(architecture.last));
    return scope.node("fc.fc", new Linear(classes, true), scope.node("pool", new MeanPool(), x));
  }
}
