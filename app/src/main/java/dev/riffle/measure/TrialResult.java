package dev.riffle.measure;

import dev.riffle.graph.Graph;
import dev.riffle.report.Times;
import java.util.ArrayList;
import java.util.List;

/**
 * What an experiment came to on this machine.
 *
 * @param milliseconds the median of each row at each width // [row][factor]
 */
public record TrialResult(Trial trial, List<List<Double>> milliseconds) {

  /**
   * Runs an experiment, the networks of one width in turns.
   *
   * @param size of the maps
   * @param runs of each network that are timed
   * @param afterTurn see {@link Turns#measure}
   */
  public static TrialResult of(Trial trial, int size, int threads, int runs, Runnable afterTurn) {
    List<List<Double>> milliseconds = new ArrayList<>();
    trial.rows().forEach(row -> milliseconds.add(new ArrayList<>()));
    for (int factor : Trial.FACTORS) {
      List<Graph> graphs = trial.rows().stream().map(row -> row.graph(factor, size)).toList();
      try (Turns turns = new Turns(graphs, threads)) {
        List<Times> times = turns.measure(runs, true, afterTurn);
        for (int row = 0; row < times.size(); row++) {
          milliseconds.get(row).add(times.get(row).median());
        }
      }
    }
    return new TrialResult(trial, milliseconds);
  }

  /** How many turns {@link #of} takes. */
  public static int turns(Trial trial, int runs) {
    return Trial.FACTORS.size() * Turns.turns(trial.rows().size(), runs);
  }

  /** How many times as fast as the first row a row is here at a width. */
  public double measured(int row, int factor) {
    return milliseconds.get(0).get(factor) / milliseconds.get(row).get(factor);
  }
}
