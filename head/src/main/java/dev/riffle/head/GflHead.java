package dev.riffle.head;

import dev.riffle.decode.DistanceDecoder;
import dev.riffle.graph.Activation;
import dev.riffle.graph.Default;
import dev.riffle.graph.Node;
import dev.riffle.graph.Scope;
import dev.riffle.loss.DetectionLoss;
import java.util.List;

/**
 * The head of Generalized Focal Loss: towers of 3×3 convolutions and group norms whose weights all
 * levels share, classes and boxes apart.
 *
 * @param classes how many classes it tells apart
 * @param channels width of the towers
 * @param stackedConvs convolutions in a tower
 * @param groups of the norms, a divisor of the channels
 * @param regMax largest distance, in strides, that a distribution reaches
 * @param strides pixels between two places of each level, finest first
 * @param loss what it learns by
 * @see <a href="https://arxiv.org/abs/2006.04388">Generalized Focal Loss</a>
 */
public record GflHead(
    @Default("80") int classes,
    @Default("256") int channels,
    @Default("4") int stackedConvs,
    @Default("32") int groups,
    @Default("16") int regMax,
    @Default("[8, 16, 32]") List<Integer> strides,
    @Default("\"RELU\"") Activation activation,
    @Default("{\"type\": \"AtssLoss\"}") DetectionLoss loss)
    implements DetectionHead {

  // Cell centres lie at (i + 0.5) · stride.
  private static final float CENTRE = 0.5f;

  public GflHead {
    strides = List.copyOf(strides);
    SharedTowers.of(classes, channels, stackedConvs, groups, regMax, strides, activation, CENTRE);
  }

  private SharedTowers towers() {
    return SharedTowers.of(
        classes, channels, stackedConvs, groups, regMax, strides, activation, CENTRE);
  }

  @Override
  public List<Node> build(Scope scope, List<Node> features) {
    return towers().build(scope, features);
  }

  @Override
  public DistanceDecoder decoder() {
    return towers().decoder();
  }

  @Override
  public List<String> unused() {
    return List.of("distribution_project.project");
  }
}
