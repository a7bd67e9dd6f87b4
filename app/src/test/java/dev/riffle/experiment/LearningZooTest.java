package dev.riffle.experiment;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.gradient.Differentiator;
import dev.riffle.gradient.ReferenceDifferentiator;
import dev.riffle.gradient.TrainingSession;
import dev.riffle.gradient.planar.PlanarDifferentiator;
import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Parameter;
import dev.riffle.graph.Shape;
import dev.riffle.graph.Tensor;
import dev.riffle.graph.Weights;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A whole network's gradients on planes, against those of the reference. */
class LearningZooTest {
  private static final int PICTURES = 2;

  /** With a transformer in its neck. */
  @Test
  void nanoDetTLearnsTheSame() {
    Graph graph = Zoo.read("nanodet-t_320", List.of()).graph().at(new Shape(3, 64, 96));
    Model model = new Model(graph, Weights.random(graph, 1));
    try (TrainingSession right = learnt(new ReferenceDifferentiator(), model);
        TrainingSession found = learnt(new PlanarDifferentiator(2), model)) {
      double all = 0;
      for (Parameter parameter : right.learning()) {
        all = Math.hypot(all, norm(right.gradient(parameter.name())));
      }
      for (Parameter parameter : right.learning()) {
        float[] expected = right.gradient(parameter.name());
        double distance = distance(expected, found.gradient(parameter.name()));
        // Some are nothing but rounding, as the biases before a normalisation.
        double size = Math.max(norm(expected), 0.01 * all);
        String what = parameter.name() + ": distance " + distance + " of " + size;
        assertTrue(distance <= 1e-4 * size, what);
      }
    }
  }

  private static TrainingSession learnt(Differentiator differentiator, Model model) {
    TrainingSession session = differentiator.open(model, PICTURES, parameter -> false);
    Shape input = model.graph().inputs().get(0).shape();
    session.forward(List.of(Tensor.random(PICTURES, input, 2)));
    List<Tensor> slopes = new ArrayList<>();
    model
        .graph()
        .outputs()
        .forEach(output -> slopes.add(Tensor.random(PICTURES, output.shape(), 3)));
    session.backward(slopes);
    return session;
  }

  private static double norm(float[] numbers) {
    return distance(numbers, new float[numbers.length]);
  }

  private static double distance(float[] right, float[] found) {
    double sum = 0;
    for (int i = 0; i < right.length; i++) {
      sum += Math.pow((double) right[i] - found[i], 2);
    }
    return Math.sqrt(sum);
  }
}
