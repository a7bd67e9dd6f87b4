package dev.riffle.head;

import dev.riffle.graph.Node;
import dev.riffle.graph.Op.Linear;
import dev.riffle.graph.Op.MeanPool;
import dev.riffle.graph.Scope;
import java.util.List;

/**
 * Image classification: the mean of each channel of the coarsest feature map, then a fully
 * connected layer that gives a logit a class.
 */
public record Classifier(int classes) implements Head {

  public Classifier {
    if (classes < 1) {
      throw new IllegalArgumentException("classes: expected 1 or more, found " + classes);
    }
  }

  @Override
  public List<Node> build(Scope scope, List<Node> features) {
    Node mean = scope.node("pool", new MeanPool(), features.get(features.size() - 1));
    return List.of(scope.node("fc", new Linear(classes, true), mean));
  }
}
