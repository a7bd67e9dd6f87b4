package dev.riffle.run.planar;

import dev.riffle.run.Executor;
import dev.riffle.run.ExecutorContract;

/** The planar executor on more threads than there is work for. */
class PlanarThreadsTest extends ExecutorContract {

  @Override
  protected Executor executor() {
    return new PlanarExecutor(3);
  }
}
