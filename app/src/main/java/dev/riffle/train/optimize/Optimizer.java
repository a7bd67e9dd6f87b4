package dev.riffle.train.optimize;

/** A rule by which a gradient changes numbers. It has none itself: {@link Descent} keeps them. */
public sealed interface Optimizer permits Sgd, Adam, AdamW {

  /** How far a step goes, before warm-up and schedule change it. */
  double learningRate();

  /** How strongly numbers are drawn to zero. */
  double weightDecay();

  /** What it remembers of each number, a name for each array. */
  String[] memory();

  /**
   * Changes numbers by a step.
   *
   * @param values what changes
   * @param gradient the slope of the loss along each of them
   * @param memory an array of the same length for each name of {@link #memory()}, zeros before the
   *     first step
   * @param rate how far this step goes
   * @param decay the weight decay of these numbers, 0 for none
   * @param step counted from 1
   */
  void update(
      float[] values, float[] gradient, float[][] memory, double rate, double decay, long step);
}
