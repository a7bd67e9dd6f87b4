package dev.riffle.benchmark;

import dev.riffle.graph.Shape;
import dev.riffle.graph.Tensor;
import dev.riffle.run.Executor;
import dev.riffle.run.PlaneSession;
import dev.riffle.run.PlaneView;
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
    PlaneSession session =
        PlaneSession.of(executor(threads).open(subject.model()), subject.model().graph());
    PlaneView picture = PlaneView.of(subject.picture(), 0);
    return new Runner() {

      // A run overwrites its input, so it is written anew, as a program would with every picture.
      @Override
      public void run() {
        picture.copyTo(session.inputs().get(0));
        session.run();
      }

      @Override
      public List<Tensor> outputs() {
        return session.outputs().stream().map(Riffle::copied).toList();
      }

      @Override
      public void close() {
        session.close();
      }
    };
  }

  private static Tensor copied(PlaneView map) {
    Tensor tensor = Tensor.zeros(1, new Shape(map.channels(), map.height(), map.width()));
    map.copyTo(PlaneView.of(tensor, 0));
    return tensor;
  }
}
