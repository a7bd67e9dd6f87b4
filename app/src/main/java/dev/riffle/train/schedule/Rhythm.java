package dev.riffle.train.schedule;

import dev.riffle.graph.Default;
import dev.riffle.train.optimize.Range;
import java.util.Optional;

/**
 * What is done now and then.
 *
 * @param logSteps after how many steps a line of metrics is written
 * @param evaluateEpochs after how many epochs the network is evaluated; after the last it always is
 * @param checkpointSteps after how many steps a checkpoint is written; without it, after each epoch
 * @param keep how many checkpoints stay
 */
public record Rhythm(
    @Default("50") int logSteps,
    @Default("10") int evaluateEpochs,
    Optional<Integer> checkpointSteps,
    @Default("2") int keep) {

  public Rhythm {
    Range.positive("logSteps", logSteps);
    Range.positive("evaluateEpochs", evaluateEpochs);
    checkpointSteps.ifPresent(steps -> Range.positive("checkpointSteps", steps));
    Range.positive("keep", keep);
  }
}
