package dev.riffle.run.planar;

import dev.riffle.run.Executor;
import dev.riffle.run.ExecutorContract;
import dev.riffle.run.planar.kernel.PlainKernels;

/** The planar executor on plain loops, for a Java without the incubating module. */
class PlainKernelsTest extends ExecutorContract {

  @Override
  protected Executor executor() {
    return new PlanarExecutor(1, new PlainKernels());
  }
}
