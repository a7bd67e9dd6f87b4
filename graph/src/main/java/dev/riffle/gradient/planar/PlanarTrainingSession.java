package dev.riffle.gradient.planar;

import dev.riffle.gradient.Learning;
import dev.riffle.gradient.Parameters;
import dev.riffle.gradient.TrainingSession;
import dev.riffle.gradient.planar.place.Plane;
import dev.riffle.gradient.planar.plan.TrainingPlan;
import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Node;
import dev.riffle.graph.Parameter;
import dev.riffle.graph.Tensor;
import dev.riffle.run.planar.Team;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** A plan with an arena, threads and parameters of its own. */
final class PlanarTrainingSession implements TrainingSession {
  private final Graph graph;
  private final int batchSize;
  private final Parameters parameters;
  private final float[] arena;
  private final List<Plane[]> inputs;
  private final List<Plane[]> outputs;
  private final List<Tensor> results = new ArrayList<>();
  private final Team forward;
  private final Team backward;
  private boolean hasRun;

  PlanarTrainingSession(Model model, int batchSize, Predicate<String> frozen, int threads) {
    Learning.check(model.graph(), batchSize, frozen);
    this.graph = model.graph();
    this.batchSize = batchSize;
    this.parameters = new Parameters(model, frozen);
    TrainingPlan plan = TrainingPlanner.plan(graph, batchSize, parameters);
    int[] scratch = new int[threads];
    int size = plan.arena().size();
    for (int i = 0; i < threads; i++) {
      scratch[i] = size;
      size = Math.addExact(size, plan.scratchSize());
    }
    this.arena = new float[Math.addExact(size, plan.scratchSize())];
    plan.arena().masks().forEach((stack, first) -> stack.fillMask(arena, first));
    this.inputs = graph.inputs().stream().map(plan::value).toList();
    this.outputs = graph.outputs().stream().map(plan::value).toList();
    for (Node output : graph.outputs()) {
      results.add(Tensor.zeros(batchSize, output.shape()));
    }
    this.forward = new Team(plan.forwardSteps(), arena, scratch);
    this.backward = new Team(plan.backwardSteps(), arena, scratch);
  }

  @Override
  public Graph graph() {
    return graph;
  }

  @Override
  public int batchSize() {
    return batchSize;
  }

  @Override
  public List<Parameter> learning() {
    return parameters.learning();
  }

  @Override
  public float[] values(String parameter) {
    return parameters.values(parameter);
  }

  @Override
  public float[] gradient(String parameter) {
    return parameters.gradient(parameter);
  }

  @Override
  public List<Tensor> forward(List<Tensor> batch) {
    Learning.checkInputs(graph, batchSize, batch);
    for (int i = 0; i < inputs.size(); i++) {
      rows(
          batch.get(i),
          inputs.get(i),
          (tensor, at, plane, row, width) ->
              System.arraycopy(tensor, at, arena, plane.value() + row, width));
    }
    forward.run();
    hasRun = true;
    for (int i = 0; i < results.size(); i++) {
      rows(
          results.get(i),
          outputs.get(i),
          (tensor, at, plane, row, width) ->
              System.arraycopy(arena, plane.value() + row, tensor, at, width));
    }
    return List.copyOf(results);
  }

  @Override
  public void backward(List<Tensor> slopes) {
    if (!hasRun) {
      throw new IllegalStateException("expected a forward pass before the backward one");
    }
    Learning.checkSlopes(graph, results, slopes);
    for (Plane[] planes : outputs) {
      for (Plane plane : planes) {
        if (plane.learns()) {
          Arrays.fill(arena, plane.slope(), plane.slope() + plane.stack().places(), 0);
        }
      }
    }
    for (int i = 0; i < outputs.size(); i++) {
      rows(slopes.get(i), outputs.get(i), this::addSlopes);
    }
    backward.run();
  }

  // A plane may be part of several outputs.
  private void addSlopes(float[] tensor, int at, Plane plane, int row, int width) {
    if (plane.learns()) {
      for (int x = 0; x < width; x++) {
        arena[plane.slope() + row + x] += tensor[at + x];
      }
    }
  }

  /** What is done with a row of a tensor and of a plane. */
  private interface Rows {
    void row(float[] tensor, int at, Plane plane, int row, int width);
  }

  private static void rows(Tensor tensor, Plane[] planes, Rows action) {
    for (int c = 0; c < planes.length; c++) {
      Plane plane = planes[c];
      int width = plane.stack().width();
      plane
          .stack()
          .rows(c, planes.length, (row, at) -> action.row(tensor.data(), at, plane, row, width));
    }
  }

  @Override
  public Model model() {
    return parameters.model();
  }

  @Override
  public void close() {
    forward.close();
    backward.close();
  }
}
