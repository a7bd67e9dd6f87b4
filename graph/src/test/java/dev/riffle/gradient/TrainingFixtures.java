package dev.riffle.gradient;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Parameter;
import dev.riffle.graph.Tensor;
import dev.riffle.graph.Weights;
import dev.riffle.testing.Shared;
import dev.riffle.weights.Safetensors;
import dev.riffle.weights.StateDict;
import dev.riffle.weights.file.StoredTensor;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** One step of learning, held against PyTorch's in double precision. */
public abstract class TrainingFixtures {

  /** What is under test. */
  protected abstract Differentiator differentiator();

  /** How far all gradients together may be from the right ones, in relative L2. */
  protected double tolerance() {
    return 1e-4;
  }

  @Test
  void aHalfShuffleNetLearnsAsPyTorchHasIt() throws IOException {
    StateDict start = Safetensors.read(Shared.path("fixtures/training/initial.safetensors"));
    StateDict step =
        Safetensors.read(Shared.path("fixtures/training/step1_gradients_f64.safetensors"));
    assertStep(SmallShuffleNet.HALF, start, start, step.get("logits"), step.under("grad."), step);
  }

  @Test
  void theMiniatureLearnsAsPyTorchHasIt() throws IOException {
    StateDict all =
        Safetensors.read(Shared.path("fixtures/training/mini_shufflenet_training.safetensors"));
    assertStep(
        SmallShuffleNet.MINIATURE,
        all.under("initial."),
        all,
        all.get("step1.logits_f64"),
        all.under("step1.grad_f64."),
        all.under("sgd.after_step1."));
  }

  private void assertStep(
      SmallShuffleNet network,
      StateDict start,
      StateDict batch,
      StoredTensor logits,
      StateDict gradients,
      StateDict statistics) {
    Model model = model(network.graph(), start);
    Tensor input = batch.get("input").toTensor();
    try (TrainingSession session =
        differentiator().open(model, input.size(0), parameter -> false)) {
      Tensor found = session.forward(List.of(input)).get(0);
      assertTrue(distance(logits.toDoubles(), found.data()) <= tolerance() * norm(logits));
      session.backward(List.of(crossEntropy(found, batch.get("labels").toLongs())));
      double distance = 0;
      double norm = 0;
      for (Parameter parameter : session.learning()) {
        StoredTensor right = gradients.get(parameter.name());
        float[] gradient = session.gradient(parameter.name());
        distance = Math.hypot(distance, distance(right.toDoubles(), gradient));
        norm = Math.hypot(norm, norm(right));
      }
      assertEquals(gradients.tensors().size(), session.learning().size());
      double relative = distance / norm;
      assertTrue(relative <= tolerance(), () -> "gradients: relative distance " + relative);
      for (Parameter parameter : network.graph().parameters()) {
        if (!parameter.trained()) {
          StoredTensor right = statistics.get(parameter.name());
          double off = distance(right.toDoubles(), session.values(parameter.name())) / norm(right);
          assertTrue(off <= tolerance(), () -> parameter.name() + ": relative distance " + off);
        }
      }
    }
  }

  private static Model model(Graph graph, StateDict start) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Parameter parameter : graph.parameters()) {
      tensors.put(parameter.name(), start.get(parameter.name()).toTensor());
    }
    return new Model(graph, new Weights(tensors));
  }

  // The slopes of the mean of −log softmax(logits)[label]: softmax less the label's one.
  private static Tensor crossEntropy(Tensor logits, long[] labels) {
    Tensor slopes = new Tensor(new float[logits.data().length], logits.shape());
    int classes = logits.size(1);
    for (int picture = 0; picture < labels.length; picture++) {
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        sum += Math.exp(logits.data()[picture * classes + c]);
      }
      for (int c = 0; c < classes; c++) {
        int at = picture * classes + c;
        double one = c == labels[picture] ? 1 : 0;
        slopes.data()[at] = (float) ((Math.exp(logits.data()[at]) / sum - one) / labels.length);
      }
    }
    return slopes;
  }

  /** The length of the difference. */
  protected static double distance(double[] right, float[] found) {
    assertEquals(right.length, found.length);
    double sum = 0;
    for (int i = 0; i < right.length; i++) {
      sum += (right[i] - found[i]) * (right[i] - found[i]);
    }
    return Math.sqrt(sum);
  }

  private static double norm(StoredTensor tensor) {
    double[] numbers = tensor.toDoubles();
    return distance(numbers, new float[numbers.length]);
  }
}
