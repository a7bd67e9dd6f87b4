package dev.riffle.train.optimize;

import dev.riffle.graph.Default;

/**
 * Stochastic gradient descent with PyTorch's momentum: the mean of gradients starts as the first of
 * them, and the learning rate stands outside of it.
 *
 * <pre>
 * g = gradient + decay · value
 * m = momentum · m + g
 * value = value − rate · m          (Nesterov: rate · (g + momentum · m))
 * </pre>
 *
 * @param learningRate how far a step goes
 * @param momentum how much of the steps before goes on
 * @param nesterov whether the gradient is taken as if the momentum had already moved the numbers
 * @param weightDecay how strongly numbers are drawn to zero
 */
public record Sgd(
    double learningRate,
    @Default("0.9") double momentum,
    @Default("false") boolean nesterov,
    @Default("0") double weightDecay)
    implements Optimizer {

  public Sgd {
    Range.positive("learningRate", learningRate);
    Range.share("momentum", momentum);
    Range.notNegative("weightDecay", weightDecay);
    if (nesterov && momentum == 0) {
      throw new IllegalArgumentException("nesterov: expected a momentum with it, found 0");
    }
  }

  @Override
  public String[] memory() {
    return momentum == 0 ? new String[0] : new String[] {"momentum"};
  }

  @Override
  public void update(
      float[] values, float[] gradient, float[][] memory, double rate, double decay, long step) {
    float by = (float) rate;
    float shrink = (float) decay;
    if (momentum == 0) {
      for (int i = 0; i < values.length; i++) {
        values[i] -= by * (gradient[i] + shrink * values[i]);
      }
      return;
    }
    float keep = (float) momentum;
    float[] mean = memory[0];
    for (int i = 0; i < values.length; i++) {
      float slope = gradient[i] + shrink * values[i];
      mean[i] = keep * mean[i] + slope;
      values[i] -= by * (nesterov ? slope + keep * mean[i] : mean[i]);
    }
  }
}
