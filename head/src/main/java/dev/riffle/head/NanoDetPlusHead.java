package dev.riffle.head;

import dev.riffle.decode.DistanceDecoder;
import dev.riffle.graph.Activation;
import dev.riffle.graph.Default;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op.Concat;
import dev.riffle.graph.Op.Detach;
import dev.riffle.graph.Scope;
import dev.riffle.loss.DetectionLoss;
import dev.riffle.neck.Neck;
import java.util.ArrayList;
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

  private static final String AUX_NECK = "aux_fpn";
  private static final String AUX_HEAD = "aux_head";
  private static final int AUX_CONVS = 4;
  private static final int AUX_GROUPS = 32;

  public NanoDetPlusHead {
    strides = List.copyOf(strides);
    Towers.of(classes, stackedConvs, kernel, regMax, strides, activation, CENTRE);
  }

  private Towers towers() {
    return Towers.of(classes, stackedConvs, kernel, regMax, strides, activation, CENTRE);
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
    return List.of(AUX_NECK + ".*", AUX_HEAD + ".*");
  }

  /** A neck of its own, and a {@link SimpleConvHead} that reads what both necks hand out. */
  @Override
  public List<Node> auxiliary(
      Scope root, Neck neck, List<Node> features, List<Node> levels, boolean detached) {
    Scope scope = root.in(AUX_NECK);
    List<Node> own = neck.build(scope, detached ? detached(scope, features) : features);
    if (own.size() != levels.size()) {
      throw new IllegalArgumentException(
          AUX_NECK
              + ": expected "
              + levels.size()
              + " levels as the network's, found "
              + own.size());
    }
    Scope head = root.in(AUX_HEAD);
    List<Node> main = detached ? detached(head, levels) : levels;
    List<Node> both = new ArrayList<>();
    for (Node level : main) {
      int i = both.size();
      both.add(head.in("both").node(Integer.toString(i), new Concat(), level, own.get(i)));
    }
    int width = both.get(0).shape().channels();
    return new SimpleConvHead(
            classes, width, AUX_CONVS, AUX_GROUPS, regMax, strides, Activation.LEAKY_RELU, loss)
        .build(head, both);
  }

  private static List<Node> detached(Scope scope, List<Node> maps) {
    List<Node> detached = new ArrayList<>();
    for (Node map : maps) {
      String name = Integer.toString(detached.size());
      detached.add(scope.in("detached").node(name, new Detach(), map));
    }
    return detached;
  }
}
