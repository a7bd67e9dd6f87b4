package dev.riffle.train.schedule;

/**
 * A schedule on a data set: what is due at which step. All steps are counted from 1, and due is
 * what is to be done behind them.
 *
 * @param schedule what was configured
 * @param stepsPerEpoch how many steps an epoch has, 1 or more
 */
public record Course(Schedule schedule, long stepsPerEpoch) {

  public Course {
    if (stepsPerEpoch < 1) {
      throw new IllegalArgumentException(
          "stepsPerEpoch: expected 1 or more, found " + stepsPerEpoch);
    }
  }

  /** On data of so many batches; those that do not fill a step belong to the next epoch's. */
  public static Course of(Schedule schedule, long batchesPerEpoch) {
    return new Course(schedule, Math.max(1, batchesPerEpoch / schedule.accumulate()));
  }

  /** How many steps there are in all. */
  public long steps() {
    return stepsPerEpoch * schedule.epochs();
  }

  /** How many epochs have passed, with a fraction. */
  public double epoch(long step) {
    return (double) step / stepsPerEpoch;
  }

  /** The learning rate of a step. */
  public double learningRate(long step) {
    return schedule.learningRate(step - 1, stepsPerEpoch);
  }

  /** Whether, in a step, branches that stand beside the network leave it alone. */
  public boolean isDetached(long step) {
    return step > stepsPerEpoch * schedule.detachEpochs();
  }

  /** Whether an evaluation is due. */
  public boolean evaluates(long step) {
    boolean isWhole = step % (stepsPerEpoch * schedule.rhythm().evaluateEpochs()) == 0;
    return isWhole || step == steps();
  }

  /** Whether a checkpoint is due: as configured, and behind each evaluation. */
  public boolean keeps(long step) {
    long every = schedule.rhythm().checkpointSteps().map(Long::valueOf).orElse(stepsPerEpoch);
    return step % every == 0 || evaluates(step);
  }

  /** Whether a line of metrics is due; before a checkpoint, so that none need be remembered. */
  public boolean logs(long step) {
    return step % schedule.rhythm().logSteps() == 0 || keeps(step);
  }
}
