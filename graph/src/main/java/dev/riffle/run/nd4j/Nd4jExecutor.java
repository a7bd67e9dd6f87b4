package dev.riffle.run.nd4j;

import dev.riffle.graph.Model;
import dev.riffle.run.Executor;

/**
 * The executor on ND4J's eager operations. Its sessions also take and give {@code INDArray}s.
 *
 * <p>The first {@link #open} in a JVM loads ND4J's native code, which takes a second or more.
 */
public final class Nd4jExecutor implements Executor {

  @Override
  public String name() {
    return "nd4j";
  }

  @Override
  public Nd4jSession open(Model model) {
    return new Nd4jSession(model);
  }
}
