package dev.riffle.gradient.planar;

import dev.riffle.gradient.Differentiator;
import dev.riffle.gradient.DifferentiatorContract;

/** The planes against the reference. */
class PlanarDifferentiatorTest extends DifferentiatorContract {
  @Override
  protected Differentiator differentiator() {
    return new PlanarDifferentiator(1);
  }

  @Override
  protected double tolerance() {
    return 1e-4;
  }
}
