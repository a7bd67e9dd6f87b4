package dev.riffle.head;

/**
 * Image classification: the backbone's own classifier, as its family publishes it.
 *
 * @param classes how many classes it tells apart
 */
public record Classifier(int classes) implements Head {

  public Classifier {
    if (classes < 1) {
      throw new IllegalArgumentException("classes: expected 1 or more, found " + classes);
    }
  }
}
