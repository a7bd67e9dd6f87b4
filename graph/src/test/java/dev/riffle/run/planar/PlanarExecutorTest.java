package dev.riffle.run.planar;

import dev.riffle.run.Executor;
import dev.riffle.run.ExecutorContract;

/** The planar executor with the fastest kernels at hand, on one thread. */
class PlanarExecutorTest extends ExecutorContract {

  @Override
  protected Executor executor() {
    return new PlanarExecutor(1);
  }
}
