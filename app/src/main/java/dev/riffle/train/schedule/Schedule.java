package dev.riffle.train.schedule;

import dev.riffle.graph.Default;
import dev.riffle.train.optimize.Groups;
import dev.riffle.train.optimize.Optimizer;
import dev.riffle.train.optimize.Range;
import java.util.Optional;

/**
 * How a network is trained. Together with the data it decides every number that comes out.
 *
 * @param epochs how often each picture is seen
 * @param batchSize pictures that go through the network together
 * @param accumulate batches whose mean gradient makes one step
 * @param seed of everything that is left to chance
 * @param optimizer how gradients change numbers
 * @param groups parameters that it treats otherwise
 * @param warmUp how the learning rate rises at first
 * @param rate how it goes down
 * @param clip how long all gradients together may be
 * @param averaging a second set of numbers
 * @param detachEpochs after how many epochs a branch that stands beside the network in training no
 *     longer changes what it reads
 * @param start where training starts from
 * @param rhythm what is done now and then
 */
public record Schedule(
    int epochs,
    int batchSize,
    @Default("1") int accumulate,
    @Default("0") long seed,
    Optimizer optimizer,
    @Default("{}") Groups groups,
    Optional<WarmUp> warmUp,
    @Default("{\"type\": \"Constant\"}") Rate rate,
    Optional<Double> clip,
    Optional<Averaging> averaging,
    @Default("10") int detachEpochs,
    @Default("{}") Start start,
    @Default("{}") Rhythm rhythm) {

  public Schedule {
    Range.positive("epochs", epochs);
    Range.positive("batchSize", batchSize);
    Range.positive("accumulate", accumulate);
    Range.notNegative("detachEpochs", detachEpochs);
    clip.ifPresent(longest -> Range.positive("clip", longest));
    double first = optimizer.learningRate();
    double last = rate.at(first, epochs, epochs);
    if (last > first) {
      throw new IllegalArgumentException(
          "rate: expected a learning rate that falls, found " + first + " that becomes " + last);
    }
  }

  /**
   * The learning rate of a step.
   *
   * @param step counted from 0
   * @param stepsPerEpoch how many steps an epoch has
   */
  public double learningRate(long step, long stepsPerEpoch) {
    double start = optimizer.learningRate();
    double epoch = (double) step / stepsPerEpoch;
    return rate.at(start, epoch, epochs) * warmUp.map(rising -> rising.factor(step)).orElse(1.0);
  }
}
