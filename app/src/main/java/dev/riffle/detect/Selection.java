package dev.riffle.detect;

import dev.riffle.box.Detection;
import dev.riffle.decode.Candidates;
import dev.riffle.decode.Suppression;
import java.util.List;
import java.util.Set;

/**
 * Which of a network's many answers are wanted.
 *
 * @param score what a score must exceed
 * @param suppression which of overlapping boxes stay, and how many in all
 * @param classes the only classes wanted, by index; empty for all
 */
public record Selection(double score, Suppression suppression, Set<Integer> classes) {

  /** What NanoDet's own evaluation looks at: everything above 0.05, the best hundred. */
  public static final Selection EVALUATION =
      new Selection(0.05, new Suppression(0.6, 100), Set.of());

  public Selection {
    if (!(score >= 0 && score < 1)) {
      throw new IllegalArgumentException(
          "score: expected 0 or more and less than 1, found " + score);
    }
    classes = Set.copyOf(classes);
  }

  /** The detections among candidates that exceed the score, best first; keeps only those wanted. */
  List<Detection> of(Candidates candidates) {
    if (!classes.isEmpty()) {
      candidates.keep(classes::contains);
    }
    return suppression.apply(candidates);
  }
}
