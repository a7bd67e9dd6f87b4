package dev.riffle.head;

import dev.riffle.decode.DistanceDecoder;
import dev.riffle.graph.Activation;
import dev.riffle.graph.Default;
import dev.riffle.graph.Node;
import dev.riffle.graph.Scope;
import dev.riffle.loss.DetectionLoss;
import java.util.List;

/**
 * The head of NanoDet-Plus: as {@link NanoDetHead}, with larger kernels, one level more, and places
 * at the corners of their cells. While it trains, a second neck and head stand beside it and choose
 * its targets; checkpoints hold their weights too.
 *
 * @param classes how many classes it tells apart
 * @param stackedConvs separable convolutions in a level's tower
 * @param kernel of their depthwise halves
 * @param regMax largest distance, in strides, that a distribution reaches
 * @param strides pixels between two places of each level, finest first
 * @param loss what it learns by
 */
public record NanoDetPlusHead(
    @Default("80") int classes,
    @Default("2") int stackedConvs,
    @Default("5") int kernel,
    @Default("7") int regMax,
    @Default("[8, 16, 32, 64]") List<Integer> strides,
    @Default("\"LEAKY_RELU\"") Activation activation,
    @Default("{\"type\": \"SoftLabelLoss\"}") DetectionLoss loss)
    implements DetectionHead {

  // Places lie at i · stride.
  private static final float CENTRE = 0;

  public NanoDetPlusHead {
    strides = List.copyOf(strides);
    towers(classes, stackedConvs, kernel, regMax, strides, activation);
  }

  private static Towers towers(
      int classes,
      int stackedConvs,
      int kernel,
      int regMax,
      List<Integer> strides,
      Activation activation) {
    DistanceDecoder decoder = new DistanceDecoder(classes, regMax, strides, CENTRE);
    return new Towers(stackedConvs, kernel, activation, decoder);
  }

  private Towers towers() {
    return towers(classes, stackedConvs, kernel, regMax, strides, activation);
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

  @Override
  public List<String> trainingOnly() {
    return List.of("aux_fpn.*", "aux_head.*");
  }
}
