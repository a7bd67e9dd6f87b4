package dev.riffle.backbone;

import static dev.riffle.graph.Op.Pad.Rule.CEILING;

import dev.riffle.graph.Node;
import dev.riffle.graph.Op.Activate;
import dev.riffle.graph.Op.BatchNorm;
import dev.riffle.graph.Op.Concat;
import dev.riffle.graph.Op.Conv2d;
import dev.riffle.graph.Op.Linear;
import dev.riffle.graph.Op.MaxPool;
import dev.riffle.graph.Op.MeanPool;
import dev.riffle.graph.Op.Pad;
import dev.riffle.graph.Scope;
import java.util.ArrayList;
import java.util.List;

/**
 * GoogLeNet as torchvision has it: BatchNorm in place of local response normalisation, and 3×3
 * kernels where the paper has 5×5. Weights carry torchvision's names.
 *
 * @see <a href="https://arxiv.org/abs/1409.4842">Going Deeper with Convolutions</a>
 */
public record GoogLeNet() implements Backbone {

  private static final BatchNorm NORM = new BatchNorm(1e-3);

  /**
   * An inception module.
   *
   * @param name within its stage
   * @param one channels of the 1×1 branch
   * @param reduced before the second branch's 3×3 convolution
   * @param three that it emits
   * @param reducedAgain before the third branch's
   * @param threeAgain that it emits
   * @param pooled of the 1×1 convolution behind the pool
   */
  private record Inception(
      String name, int one, int reduced, int three, int reducedAgain, int threeAgain, int pooled) {

    Node build(Scope scope, Node x) {
      Node pool = scope.in("branch4").node("0", new MaxPool(3, 1, 1), x);
      return scope.node(
          "concat",
          new Concat(),
          conv(scope.in("branch1"), x, one, 1),
          reducedThree(scope.in("branch2"), x, reduced, three),
          reducedThree(scope.in("branch3"), x, reducedAgain, threeAgain),
          conv(scope.in("branch4").in(1), pool, pooled, 1));
    }

    private static Node reducedThree(Scope branch, Node x, int inner, int channels) {
      return conv(branch.in(1), conv(branch.in(0), x, inner, 1), channels, 3);
    }
  }

  private static final List<List<Inception>> STAGES =
      List.of(
          List.of(
              new Inception("3a", 64, 96, 128, 16, 32, 32),
              new Inception("3b", 128, 128, 192, 32, 96, 64)),
          List.of(
              new Inception("4a", 192, 96, 208, 16, 48, 64),
              new Inception("4b", 160, 112, 224, 24, 64, 64),
              new Inception("4c", 128, 128, 256, 24, 64, 64),
              new Inception("4d", 112, 144, 288, 32, 64, 64),
              new Inception("4e", 256, 160, 320, 32, 128, 128)),
          List.of(
              new Inception("5a", 256, 160, 320, 32, 128, 128),
              new Inception("5b", 384, 192, 384, 48, 128, 128)));

  private static final int[] POOLS = {3, 3, 2}; // kernels of those before the stages

  @Override
  public List<Node> build(Scope scope, Node picture) {
    Node x = normalised(scope.in("conv1"), picture, Conv2d.dense(64, 7, 2));
    x = pool(scope.in("maxpool1"), x, 3);
    x = conv(scope.in("conv3"), conv(scope.in("conv2"), x, 64, 1), 192, 3);
    List<Node> ends = new ArrayList<>();
    for (int stage = 0; stage < STAGES.size(); stage++) {
      x = pool(scope.in("maxpool" + (stage + 2)), x, POOLS[stage]);
      for (Inception inception : STAGES.get(stage)) {
        x = inception.build(scope.in("inception" + inception.name), x);
      }
      ends.add(x);
    }
    return ends;
  }

  private static Node pool(Scope scope, Node x, int kernel) {
    return scope
        .chain(x)
        .then("pad", new Pad(CEILING, kernel, 2))
        .then("max", new MaxPool(kernel, 2, 0))
        .end();
  }

  private static Node conv(Scope scope, Node x, int channels, int kernel) {
    return normalised(scope, x, Conv2d.dense(channels, kernel, 1));
  }

  private static Node normalised(Scope scope, Node x, Conv2d convolution) {
    return scope
        .chain(x)
        .then("conv", convolution)
        .then("bn", NORM)
        .then("relu", Activate.RELU)
        .end();
  }

  @Override
  public Node classify(Scope scope, List<Node> features, int classes) {
    Node mean = scope.node("avgpool", new MeanPool(), features.get(features.size() - 1));
    return scope.node("fc", new Linear(classes, true), mean);
  }

  /** Two classifiers on the way. */
  @Override
  public List<String> trainingOnly() {
    return List.of("aux1.*", "aux2.*");
  }
}
