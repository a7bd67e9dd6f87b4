package dev.riffle.head;

import dev.riffle.graph.Default;
import dev.riffle.loss.CrossEntropy;

/**
 * Image classification: the backbone's own classifier, as its family publishes it.
 *
 * @param classes how many classes it tells apart
 * @param loss what it learns by
 */
public record Classifier(int classes, @Default("{}") CrossEntropy loss) implements Head {

  public Classifier {
    if (classes < 1) {
      throw new IllegalArgumentException("classes: expected 1 or more, found " + classes);
    }
  }
}
