package dev.riffle.backbone;

import dev.riffle.graph.Node;
import dev.riffle.graph.Op.Activate;
import dev.riffle.graph.Op.Conv2d;
import dev.riffle.graph.Op.MaxPool;
import dev.riffle.graph.Scope;
import java.util.ArrayList;
import java.util.List;

/**
 * VGG-16 as torchvision has it. Its classifier takes pictures of 224×224.
 *
 * @see <a href="https://arxiv.org/abs/1409.1556">VGG</a>
 */
public record Vgg16() implements Backbone {

  private static final int[][] STAGES = { // channels, convolutions; each ends in a pool
    {64, 2}, {128, 2}, {256, 3}, {512, 3}, {512, 3}
  };
  private static final int HIDDEN = 4096;
  private static final int LAST_SIZE = 7;

  @Override
  public List<Node> build(Scope scope, Node picture) {
    Scope.Chain chain = scope.in("features").chain(picture);
    List<Node> ends = new ArrayList<>();
    for (int[] stage : STAGES) {
      for (int i = 0; i < stage[1]; i++) {
        chain = chain.then(Conv2d.dense(stage[0], 3, 1).withBias(), Activate.RELU);
      }
      chain = chain.then(new MaxPool(2, 2, 0));
      ends.add(chain.end());
    }
    return ends.subList(2, ends.size());
  }

  // Steps 2 and 5 are dropout, which is nothing here.
  @Override
  public Node classify(Scope scope, List<Node> features, int classes) {
    Node last = features.get(features.size() - 1);
    return FullyConnected.build(scope, last, LAST_SIZE, HIDDEN, List.of(0, 3, 6), classes);
  }
}
