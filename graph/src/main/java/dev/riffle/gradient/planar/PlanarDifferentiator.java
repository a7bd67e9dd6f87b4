package dev.riffle.gradient.planar;

import dev.riffle.gradient.Differentiator;
import dev.riffle.gradient.TrainingSession;
import dev.riffle.graph.Model;
import java.util.function.Predicate;

/**
 * The fast way to train, in float32, on any number of threads; the same numbers come out for every
 * number of them.
 */
public final class PlanarDifferentiator implements Differentiator {
  private final int threads;

  /**
   * A way to train on so many threads.
   *
   * @throws IllegalArgumentException if there are none
   */
  public PlanarDifferentiator(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads: expected 1 or more, found " + threads);
    }
    this.threads = threads;
  }

  @Override
  public TrainingSession open(Model model, int batchSize, Predicate<String> frozen) {
    return new PlanarTrainingSession(model, batchSize, frozen, threads);
  }
}
