package dev.riffle.gradient.planar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.gradient.Parameters;
import dev.riffle.gradient.planar.place.Plane;
import dev.riffle.gradient.planar.place.Stack;
import dev.riffle.gradient.planar.plan.TrainingPlan;
import dev.riffle.graph.Activation;
import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.graph.Parameter;
import dev.riffle.graph.Scope;
import dev.riffle.graph.Shape;
import dev.riffle.graph.Tensor;
import dev.riffle.graph.Weights;
import dev.riffle.run.planar.step.Step;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a unit finds in scratch memory is left by another one, of any step; which one depends on how
 * threads shared the units. A maximum leaves minus infinity there, which no mask makes zero.
 */
class ScratchTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void whatOthersLeftThereMattersToNothing(int pictures) {
    for (int size = 3; size <= 26; size++) {
      Graph graph = graph(size);
      String where = pictures + " pictures of " + size;
      Map<String, float[]> expected = gradients(graph, pictures, 0);
      Map<String, float[]> found = gradients(graph, pictures, Float.NaN);
      found.forEach((name, slopes) -> assertArrayEquals(expected.get(name), slopes, where + name));
      assertTrue(Float.isFinite(expected.get("first.weight")[0]), where);
    }
  }

  private static Graph graph(int size) {
    Scope root = Scope.root();
    Node x = root.input("x", new Shape(2, size, size));
    Node first = root.node("first", Op.Conv2d.pointwise(3), x);
    Node highest = root.node("highest", new Op.MaxPool(3, 2, 1), first);
    Node near = root.node("near", new Op.Conv2d(3, 3, 1, 1, 3, false), highest);
    Node norm = root.node("norm", Op.BatchNorm.DEFAULT, near);
    Node active = root.node("active", new Op.Activate(Activation.RELU), norm);
    Node far = root.node("far", new Op.Conv2d(3, 5, 2, 2, 3, true), active);
    Node mean = root.node("mean", new Op.AvgPool(3, 2, 1), active);
    return new Graph(List.of(x), List.of(far, mean));
  }

  /** Runs all steps, each unit with nothing but one number in its scratch memory. */
  private static Map<String, float[]> gradients(Graph graph, int pictures, float left) {
    Random random = new Random(7);
    Map<String, Tensor> weights = new LinkedHashMap<>();
    for (Parameter parameter : graph.parameters()) {
      float[] numbers = new float[parameter.elements()];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = 0.5f + random.nextFloat();
      }
      weights.put(parameter.name(), new Tensor(numbers, parameter.dimensions()));
    }
    Parameters parameters = new Parameters(new Model(graph, new Weights(weights)), name -> false);
    TrainingPlan plan = TrainingPlanner.plan(graph, pictures, parameters);
    float[] arena = new float[plan.arena().size() + plan.scratchSize()];
    plan.arena().masks().forEach((stack, first) -> stack.fillMask(arena, first));
    for (Plane plane : plan.value(graph.inputs().get(0))) {
      fill(arena, plane.value(), plane.stack(), random);
    }
    plan.forwardSteps().forEach(step -> run(step, arena, plan.arena().size(), left));
    for (Node output : graph.outputs()) {
      for (Plane plane : plan.value(output)) {
        fill(arena, plane.slope(), plane.stack(), random);
      }
    }
    plan.backwardSteps().forEach(step -> run(step, arena, plan.arena().size(), left));
    Map<String, float[]> gradients = new LinkedHashMap<>();
    for (Parameter parameter : parameters.learning()) {
      gradients.put(parameter.name(), parameters.gradient(parameter.name()));
    }
    return gradients;
  }

  private static void run(Step step, float[] arena, int scratch, float left) {
    for (int unit = 0; unit < step.units(); unit++) {
      Arrays.fill(arena, scratch, arena.length, left);
      step.run(arena, scratch, unit);
    }
  }

  private static void fill(float[] arena, int first, Stack stack, Random random) {
    for (int n = 0; n < stack.pictures(); n++) {
      for (int y = 0; y < stack.height(); y++) {
        int row = first + n * stack.step() + y * stack.pitch();
        for (int i = row; i < row + stack.width(); i++) {
          arena[i] = random.nextFloat() - 0.5f;
        }
      }
    }
  }
}
