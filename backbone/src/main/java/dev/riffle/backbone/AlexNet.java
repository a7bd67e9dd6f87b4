package dev.riffle.backbone;

import dev.riffle.graph.Node;
import dev.riffle.graph.Op.Activate;
import dev.riffle.graph.Op.Conv2d;
import dev.riffle.graph.Op.MaxPool;
import dev.riffle.graph.Scope;
import java.util.List;

/**
 * AlexNet as torchvision has it: one column of layers, no local response normalisation. Its maps
 * are not exact halves of each other, and its classifier takes pictures of 224×224 (or what else
 * ends in 6×6).
 *
 * @see <a href="https://arxiv.org/abs/1404.5997">One weird trick</a>
 */
public record AlexNet() implements Backbone {

  private static final int HIDDEN = 4096;
  private static final int LAST_SIZE = 6;

  @Override
  public List<Node> build(Scope scope, Node picture) {
    Scope layers = scope.in("features");
    Scope.Chain eighth =
        layers
            .chain(picture)
            .then(new Conv2d(64, 11, 4, 2, 1, true), Activate.RELU, new MaxPool(3, 2, 0));
    Scope.Chain sixteenth =
        eighth.then(Conv2d.dense(192, 5, 1).withBias(), Activate.RELU, new MaxPool(3, 2, 0));
    Scope.Chain last =
        sixteenth
            .then(Conv2d.dense(384, 3, 1).withBias(), Activate.RELU)
            .then(Conv2d.dense(256, 3, 1).withBias(), Activate.RELU)
            .then(Conv2d.dense(256, 3, 1).withBias(), Activate.RELU)
            .then(new MaxPool(3, 2, 0));
    return List.of(eighth.end(), sixteenth.end(), last.end());
  }

  // Steps 0 and 3 are dropout, which is nothing here.
  @Override
  public Node classify(Scope scope, List<Node> features, int classes) {
    Node last = features.get(features.size() - 1);
    return FullyConnected.build(scope, last, LAST_SIZE, HIDDEN, List.of(1, 4, 6), classes);
  }
}
