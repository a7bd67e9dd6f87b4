package dev.riffle.run.planar;

import dev.riffle.graph.Graph;
import dev.riffle.graph.Node;
import dev.riffle.graph.Tensor;
import dev.riffle.run.PlaneView;
import dev.riffle.run.Session;
import dev.riffle.run.planar.step.Grid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A program with an arena and threads of its own. Besides tensors in and out it lets one write
 * inputs and read outputs where they lie, which copies and allocates nothing:
 *
 * <pre>
 * write(session.inputs().get(0));
 * session.run();
 * read(session.outputs());
 * </pre>
 */
public final class PlanarSession implements Session {
  private final Graph graph;
  private final List<PlaneView> inputs;
  private final List<PlaneView> outputs;
  private final Team team;

  PlanarSession(Program program, int threads) {
    graph = program.graph();
    int[] scratch = new int[threads];
    for (int i = 0; i < threads; i++) {
      scratch[i] = Math.addExact(program.arenaSize(), i * program.scratchSize());
    }
    int size = Math.addExact(program.arenaSize(), threads * program.scratchSize());
    float[] arena = new float[Math.addExact(size, Grid.SLACK)];
    for (Planes.Fill fill : program.fills()) {
      Arrays.fill(arena, fill.from(), fill.to(), fill.value());
    }
    inputs = program.inputs().stream().map(place -> view(arena, place)).toList();
    outputs = program.outputs().stream().map(place -> view(arena, place)).toList();
    team = new Team(program.stages().stream().map(Program.Stage::step).toList(), arena, scratch);
  }

  private static PlaneView view(float[] arena, Program.Place place) {
    Grid grid = place.grid();
    return new PlaneView(arena, place.planes(), grid.height(), grid.width(), grid.pitch());
  }

  /** Where to write each of the graph's inputs, anew before every run: a run overwrites them. */
  public List<PlaneView> inputs() {
    return inputs;
  }

  /** Where each of the graph's outputs lies after a run; the next run overwrites them. */
  public List<PlaneView> outputs() {
    return outputs;
  }

  /** Runs the network once on what was written to {@link #inputs}. */
  public void run() {
    team.run();
  }

  @Override
  public List<Tensor> run(List<Tensor> batch) {
    int count = Session.batchSize(graph, batch);
    List<Tensor> results = new ArrayList<>();
    for (Node output : graph.outputs()) {
      results.add(Tensor.zeros(count, output.shape()));
    }
    for (int picture = 0; picture < count; picture++) {
      for (int i = 0; i < inputs.size(); i++) {
        copy(PlaneView.of(batch.get(i), picture), inputs.get(i));
      }
      run();
      for (int i = 0; i < outputs.size(); i++) {
        copy(outputs.get(i), PlaneView.of(results.get(i), picture));
      }
    }
    return results;
  }

  private static void copy(PlaneView from, PlaneView to) {
    for (int c = 0; c < from.channels(); c++) {
      for (int y = 0; y < from.height(); y++) {
        System.arraycopy(
            from.data(),
            from.offsets()[c] + y * from.pitch(),
            to.data(),
            to.offsets()[c] + y * to.pitch(),
            from.width());
      }
    }
  }

  @Override
  public void close() {
    team.close();
  }
}
