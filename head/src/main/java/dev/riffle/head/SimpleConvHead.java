package dev.riffle.head;

import dev.riffle.decode.DistanceDecoder;
import dev.riffle.graph.Activation;
import dev.riffle.graph.Default;
import dev.riffle.graph.Node;
import dev.riffle.graph.Scope;
import dev.riffle.loss.DetectionLoss;
import java.util.List;

/**
 * NanoDet's plain head, which in training also stands beside that of {@link NanoDetPlusHead}: as
 * {@link GflHead}, with leaky activations, and places at the corners of their cells.
 *
 * @param classes how many classes it tells apart
 * @param channels width of the towers
 * @param stackedConvs convolutions in a tower
 * @param groups of the norms, a divisor of the channels
 * @param regMax largest distance, in strides, that a distribution reaches
 * @param strides pixels between two places of each level, finest first
 * @param loss what it learns by
 */
public record SimpleConvHead(
    @Default("80") int classes,
    @Default("256") int channels,
    @Default("4") int stackedConvs,
    @Default("32") int groups,
    @Default("16") int regMax,
    @Default("[8, 16, 32]") List<Integer> strides,
    @Default("\"LEAKY_RELU\"") Activation activation,
    @Default("{\"type\": \"SoftLabelLoss\"}") DetectionLoss loss)
    implements DetectionHead {

  // Places lie at i · stride, as those of the head that it stands beside.
  private static final float CENTRE = 0;

  public SimpleConvHead {
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
}
