package dev.riffle.classify;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a classifier thinks of a picture.
 *
 * @param probabilities of each class, together 1
 */
public record Scores(double[] probabilities) {

  /** The softmax of a classifier's outputs. */
  static Scores ofLogits(float[] logits) {
    double largest = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      largest = Math.max(largest, logit);
    }
    double[] shares = new double[logits.length];
    double sum = 0;
    for (int i = 0; i < shares.length; i++) {
      shares[i] = Math.exp(logits[i] - largest); // of the largest 1, so none overflows
      sum += shares[i];
    }
    for (int i = 0; i < shares.length; i++) {
      shares[i] /= sum;
    }
    return new Scores(shares);
  }

  /** The most probable classes, best first, of equals the first; all if there are fewer. */
  public List<Integer> best(int count) {
    return IntStream.range(0, probabilities.length)
        .boxed()
        .sorted(Comparator.comparing(i -> -probabilities[i]))
        .limit(count)
        .toList();
  }

  /** Where a class stands in that order, the best being 0. */
  public int place(int index) {
    int place = 0;
    for (int i = 0; i < probabilities.length; i++) {
      boolean isEqual = probabilities[i] == probabilities[index];
      if (probabilities[i] > probabilities[index] || isEqual && i < index) {
        place++;
      }
    }
    return place;
  }
}
