package dev.riffle.imagenet;

import java.util.Locale;

/**
 * How often a classifier is right.
 *
 * @param pictures how many it was asked about
 * @param top1 in how many its first guess was the truth
 * @param top5 in how many one of its first five was
 */
public record Accuracy(int pictures, int top1, int top5) {
  public static final Accuracy NONE = new Accuracy(0, 0, 0);

  /** With one picture more, whose truth has this place among the guesses, the first being 0. */
  public Accuracy with(int place) {
    return new Accuracy(pictures + 1, top1 + (place < 1 ? 1 : 0), top5 + (place < 5 ? 1 : 0));
  }

  /** As {@code top-1 80.00 % (16 of 20), top-5 95.00 % (19 of 20)}. */
  @Override
  public String toString() {
    return "top-1 " + share(top1) + ", top-5 " + share(top5);
  }

  private String share(int right) {
    return String.format(
        Locale.ROOT, "%.2f %% (%d of %d)", 100.0 * right / pictures, right, pictures);
  }
}
