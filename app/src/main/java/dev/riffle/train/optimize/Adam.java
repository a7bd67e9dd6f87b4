package dev.riffle.train.optimize;

import dev.riffle.graph.Default;

/**
 * Adam, its weight decay added to the gradient.
 *
 * <pre>
 * g = gradient + decay · value
 * m = beta1 · m + (1 − beta1) · g
 * v = beta2 · v + (1 − beta2) · g²
 * value = value − rate · m / (1 − beta1ᵗ) / (√(v / (1 − beta2ᵗ)) + epsilon)
 * </pre>
 *
 * @param learningRate how far a step goes
 * @param beta1 how much of the mean gradient stays
 * @param beta2 how much of the mean squared gradient stays
 * @param epsilon keeps the quotient finite
 * @param weightDecay how strongly numbers are drawn to zero
 * @see <a href="https://arxiv.org/abs/1412.6980">Adam</a>
 */
public record Adam(
    double learningRate,
    @Default("0.9") double beta1,
    @Default("0.999") double beta2,
    @Default("1e-8") double epsilon,
    @Default("0") double weightDecay)
    implements Optimizer {

  public Adam {
    check(learningRate, beta1, beta2, epsilon, weightDecay);
  }

  static void check(
      double learningRate, double beta1, double beta2, double epsilon, double weightDecay) {
    Range.positive("learningRate", learningRate);
    Range.share("beta1", beta1);
    Range.share("beta2", beta2);
    Range.positive("epsilon", epsilon);
    Range.notNegative("weightDecay", weightDecay);
  }

  @Override
  public String[] memory() {
    return new String[] {"mean", "square"};
  }

  @Override
  public void update(
      float[] values, float[] gradient, float[][] memory, double rate, double decay, long step) {
    float[] mean = memory[0];
    float[] square = memory[1];
    float shrink = (float) decay;
    float new1 = (float) (1 - beta1);
    float keep2 = (float) beta2;
    float new2 = (float) (1 - beta2);
    float by = (float) (rate / (1 - Math.pow(beta1, step)));
    float root = (float) Math.sqrt(1 - Math.pow(beta2, step));
    float least = (float) epsilon;
    for (int i = 0; i < values.length; i++) {
      float slope = gradient[i] + shrink * values[i];
      mean[i] += new1 * (slope - mean[i]);
      square[i] = keep2 * square[i] + new2 * slope * slope;
      values[i] -= by * (mean[i] / ((float) Math.sqrt(square[i]) / root + least));
    }
  }
}
