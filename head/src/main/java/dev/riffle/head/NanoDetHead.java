package dev.riffle.head;

import dev.riffle.decode.DistanceDecoder;
import dev.riffle.graph.Activation;
import dev.riffle.graph.Default;
import dev.riffle.graph.Node;
import dev.riffle.graph.Scope;
import dev.riffle.loss.DetectionLoss;
import java.util.List;

/**
 * The head of NanoDet before Plus. Output of a level: {@code [classes + 4·(regMax + 1), H, W]}, the
 * distributions in the order left, top, right, bottom.
 *
 * @param classes how many classes it tells apart
 * @param stackedConvs separable convolutions in a level's tower
 * @param regMax largest distance, in strides, that a distribution reaches
 * @param strides pixels between two places of each level, finest first
 * @param loss what it learns by
 * @see <a href="https://arxiv.org/abs/2006.04388">Generalized Focal Loss</a>
 */
public record NanoDetHead(
    @Default("80") int classes,
    @Default("2") int stackedConvs,
    @Default("7") int regMax,
    @Default("[8, 16, 32]") List<Integer> strides,
    @Default("\"LEAKY_RELU\"") Activation activation,
    @Default("{\"type\": \"AtssLoss\"}") DetectionLoss loss)
    implements DetectionHead {

  /** NanoDet's checkpoints hold a box branch that its shared convolution replaced. */
  private static final List<String> UNUSED = List.of("gfl_reg.*", "distribution_project.project");

  // Cell centres lie at (i + 0.5) · stride.
  private static final float CENTRE = 0.5f;

  private static final int KERNEL = 3;

  public NanoDetHead {
    strides = List.copyOf(strides);
    Towers.of(classes, stackedConvs, KERNEL, regMax, strides, activation, CENTRE);
  }

  private Towers towers() {
    return Towers.of(classes, stackedConvs, KERNEL, regMax, strides, activation, CENTRE);
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
    return UNUSED;
  }
}
