package dev.riffle.gradient;

import dev.riffle.graph.Model;
import java.util.function.Predicate;

/**
 * Learning by plain loops: what every op's slopes are, and what other ways to train are held
 * against. It computes in doubles, on one thread; parameters and running statistics are float32
 * between the passes.
 */
public final class ReferenceDifferentiator implements Differentiator {

  @Override
  public TrainingSession open(Model model, int batchSize, Predicate<String> frozen) {
    Learning.check(model.graph(), batchSize, frozen);
    return new ReferenceSession(model, batchSize, frozen);
  }
}
