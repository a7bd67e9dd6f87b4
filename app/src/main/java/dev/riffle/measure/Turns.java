package dev.riffle.measure;

import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Node;
import dev.riffle.graph.Tensor;
import dev.riffle.graph.Weights;
import dev.riffle.report.Times;
import dev.riffle.rewrite.FoldBatchNorm;
import dev.riffle.run.PlaneView;
import dev.riffle.run.WarmUp;
import dev.riffle.run.planar.PlanarExecutor;
import dev.riffle.run.planar.PlanarSession;
import java.util.ArrayList;
import java.util.List;

/**
 * Networks on the planar executor that take turns, so that whatever else the machine does meets all
 * of them alike. Weights and pictures are random; speed does not depend on them.
 */
public final class Turns implements AutoCloseable {
  private static final long SEED = 1;
  private static final int IN_A_ROW = 5; // after a run that brings the network back into the caches

  private final List<Runner> runners = new ArrayList<>();

  /** Makes networks ready, on that many threads each. */
  public Turns(List<Graph> graphs, int threads) {
    PlanarExecutor executor = new PlanarExecutor(threads);
    for (Graph graph : graphs) {
      Model model = FoldBatchNorm.apply(new Model(graph, Weights.random(graph, SEED)));
      runners.add(new Runner(executor.open(model), pictures(graph)));
    }
  }

  private static List<PlaneView> pictures(Graph graph) {
    return graph.inputs().stream()
        .map(Node::shape)
        .map(shape -> PlaneView.of(Tensor.random(1, shape, SEED), 0))
        .toList();
  }

  /**
   * What runs of each network took, one picture each, after a warm-up.
   *
   * @param runs at least so many of each
   * @param alike whether they are made of the same layers, so that what warms up one warms up all
   * @param afterTurn is told of each network's turn, of which there are {@link #turns} in all
   */
  public List<Times> measure(int runs, boolean alike, Runnable afterTurn) {
    if (alike) {
      WarmUp.repeat(() -> runners.forEach(Runner::run));
    } else {
      runners.forEach(runner -> WarmUp.repeat(runner::run));
    }
    int rounds = rounds(runs);
    double[][] milliseconds = new double[runners.size()][rounds * IN_A_ROW];
    for (int round = 0; round < rounds; round++) {
      for (int r = 0; r < runners.size(); r++) {
        runners.get(r).run();
        for (int i = 0; i < IN_A_ROW; i++) {
          milliseconds[r][round * IN_A_ROW + i] = runners.get(r).run();
        }
        afterTurn.run();
      }
    }
    List<Times> times = new ArrayList<>();
    for (double[] each : milliseconds) {
      times.add(new Times(each));
    }
    return times;
  }

  private static int rounds(int runs) {
    return (runs + IN_A_ROW - 1) / IN_A_ROW;
  }

  /** How many turns so many networks take for so many runs. */
  public static int turns(int networks, int runs) {
    return networks * rounds(runs);
  }

  @Override
  public void close() {
    runners.forEach(runner -> runner.session.close());
  }

  private record Runner(PlanarSession session, List<PlaneView> pictures) {

    /** Runs the network once, and gives the milliseconds it took. */
    double run() {
      for (int i = 0; i < pictures.size(); i++) {
        pictures.get(i).copyTo(session.inputs().get(i)); // a run may overwrite them
      }
      long start = System.nanoTime();
      session.run();
      return (System.nanoTime() - start) / 1e6;
    }
  }
}
