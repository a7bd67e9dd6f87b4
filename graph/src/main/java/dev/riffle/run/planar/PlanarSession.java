package dev.riffle.run.planar;

import dev.riffle.graph.Graph;
import dev.riffle.graph.Node;
import dev.riffle.graph.Tensor;
import dev.riffle.run.PlaneSession;
import dev.riffle.run.PlaneView;
import dev.riffle.run.Session;
import dev.riffle.run.planar.step.Grid;
import java.util.ArrayList;
import java.util.List;

/** A program with an arena and threads of its own. Running it in place allocates nothing. */
public final class PlanarSession implements PlaneSession {
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
    inputs = program.inputs().stream().map(place -> view(arena, place)).toList();
    outputs = program.outputs().stream().map(place -> view(arena, place)).toList();
    team = new Team(program.stages().stream().map(Program.Stage::step).toList(), arena, scratch);
  }

  private static PlaneView view(float[] arena, Program.Place place) {
    Grid grid = place.grid();
    return new PlaneView(arena, place.planes(), grid.height(), grid.width(), grid.pitch());
  }

  @Override
  public List<PlaneView> inputs() {
    return inputs;
  }

  @Override
  public List<PlaneView> outputs() {
    return outputs;
  }

  @Override
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
        PlaneView.of(batch.get(i), picture).copyTo(inputs.get(i));
      }
      run();
      for (int i = 0; i < outputs.size(); i++) {
        outputs.get(i).copyTo(PlaneView.of(results.get(i), picture));
      }
    }
    return results;
  }

  @Override
  public void close() {
    team.close();
  }
}
