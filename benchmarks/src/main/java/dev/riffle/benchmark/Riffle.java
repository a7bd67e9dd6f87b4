package dev.riffle.benchmark;

import dev.riffle.graph.Tensor;
import dev.riffle.run.Executor;
import dev.riffle.run.Session;
import dev.riffle.run.planar.PlanarExecutor;
import java.util.List;

/** Riffle itself. */
final class Riffle implements Rival {

  private static Executor executor(int threads) {
    return new PlanarExecutor(threads);
  }

  @Override
  public String name() {
    return "Riffle, " + executor(1).name();
  }

  @Override
  public Runner open(Subject subject, int threads) {
    Session session = executor(threads).open(subject.model());
    List<Tensor> picture = List.of(subject.picture());
    return new Runner() {
      private List<Tensor> outputs;

      @Override
      public void run() {
        outputs = session.run(picture);
      }

      @Override
      public List<Tensor> outputs() {
        return outputs;
      }

      @Override
      public void close() {
        session.close();
      }
    };
  }
}
