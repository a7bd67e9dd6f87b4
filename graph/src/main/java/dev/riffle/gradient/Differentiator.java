package dev.riffle.gradient;

import dev.riffle.graph.Model;
import java.util.function.Predicate;

/** A way to train models. Stateless: what training needs lives in its {@link TrainingSession}. */
public interface Differentiator {

  /**
   * Makes everything ready to train.
   *
   * @param model where the parameters start; not written to. Its BatchNorms are not folded
   * @param batchSize pictures that go through together, 1 or more
   * @param frozen parameters, by name, that stay as they are; a BatchNorm whose weight is frozen
   *     keeps its running statistics too and uses them
   */
  TrainingSession open(Model model, int batchSize, Predicate<String> frozen);
}
