package dev.riffle.train.optimize;

import dev.riffle.graph.Default;

/**
 * Adam whose weight decay goes straight to the numbers: before each step they shrink by {@code rate
 * · decay}, and the gradient does not know of it.
 *
 * @param learningRate how far a step goes
 * @param beta1 how much of the mean gradient stays
 * @param beta2 how much of the mean squared gradient stays
 * @param epsilon keeps the quotient finite
 * @param weightDecay how strongly numbers are drawn to zero
 * @see <a href="https://arxiv.org/abs/1711.05101">Decoupled weight decay</a>
 */
public record AdamW(
    double learningRate,
    @Default("0.9") double beta1,
    @Default("0.999") double beta2,
    @Default("1e-8") double epsilon,
    @Default("0.01") double weightDecay)
    implements Optimizer {

  public AdamW {
    Adam.check(learningRate, beta1, beta2, epsilon, weightDecay);
  }

  @Override
  public String[] memory() {
    return adam().memory();
  }

  private Adam adam() {
    return new Adam(learningRate, beta1, beta2, epsilon, 0);
  }

  @Override
  public void update(
      float[] values, float[] gradient, float[][] memory, double rate, double decay, long step) {
    float left = (float) (1 - rate * decay);
    for (int i = 0; i < values.length; i++) {
      values[i] *= left;
    }
    adam().update(values, gradient, memory, rate, 0, step);
  }
}
