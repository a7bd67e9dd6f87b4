package dev.riffle.train.optimize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.riffle.gradient.Differentiator;
import dev.riffle.gradient.ReferenceDifferentiator;
import dev.riffle.gradient.SmallShuffleNet;
import dev.riffle.gradient.TrainingSession;
import dev.riffle.gradient.planar.PlanarDifferentiator;
import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Parameter;
import dev.riffle.graph.Tensor;
import dev.riffle.graph.Weights;
import dev.riffle.loss.CrossEntropy;
import dev.riffle.loss.Loss;
import dev.riffle.testing.Shared;
import dev.riffle.weights.Safetensors;
import dev.riffle.weights.StateDict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Five steps of a small network, held against PyTorch's after 1, 3 and 5. */
class MiniatureTest {

  /**
   * The bias of a BatchNorm behind a depthwise convolution has no slope but rounding errors, of
   * which AdamW makes whole steps; the running means behind it follow.
   */
  private static final List<String> ILL_CONDITIONED =
      List.of(
          "*.branch1.1.bias",
          "*.branch2.4.bias",
          "*.branch1.3.running_mean",
          "*.branch2.6.running_mean");

  static List<Differentiator> differentiators() {
    return List.of(new ReferenceDifferentiator(), new PlanarDifferentiator(2));
  }

  @ParameterizedTest
  @MethodSource("differentiators")
  void sgdGoesWherePyTorchsGoes(Differentiator differentiator) throws IOException {
    compare(differentiator, "sgd", new Sgd(0.02, 0.9, false, 1e-4), List.of(), 2e-6);
  }

  @ParameterizedTest
  @MethodSource("differentiators")
  void adamWGoesWherePyTorchsGoes(Differentiator differentiator) throws IOException {
    Optimizer adamW = new AdamW(1e-3, 0.9, 0.999, 1e-8, 0.05);
    // AdamW makes steps of about 1e-3 of slopes however small, so floats' rounding shows.
    double tolerance = differentiator instanceof ReferenceDifferentiator ? 5e-6 : 2e-5;
    compare(differentiator, "adamw", adamW, ILL_CONDITIONED, tolerance);
  }

  private static void compare(
      Differentiator differentiator,
      String name,
      Optimizer optimizer,
      List<String> but,
      double tolerance)
      throws IOException {
    StateDict given =
        Safetensors.read(Shared.path("fixtures/training/mini_shufflenet_training.safetensors"));
    Tensor input = given.get("input").toTensor();
    int[] labels =
        Arrays.stream(given.get("labels").toLongs()).mapToInt(Math::toIntExact).toArray();
    double[] losses = losses(name);
    Graph graph = SmallShuffleNet.MINIATURE.graph();
    int compared = 0;
    try (TrainingSession session =
        differentiator.open(
            model(graph, given.under("initial.")), labels.length, parameter -> false)) {
      Descent descent = new Descent(optimizer, Groups.NONE, session);
      Gradients gradients = new Gradients(1);
      for (int step = 1; step <= 5; step++) {
        Loss loss = new CrossEntropy(0).of(session.forward(List.of(input)).get(0), labels);
        assertEquals(losses[step - 1], loss.total(), 1e-5, "loss of step " + step);
        session.backward(loss.slopes());
        gradients.add(session);
        descent.step(session, gradients, optimizer.learningRate());
        StateDict after = given.under(name + ".after_step" + step + ".");
        for (Parameter parameter : graph.parameters()) {
          if (after.tensors().containsKey(parameter.name())
              && !NamePattern.anyMatches(but, parameter.name())) {
            double[] expected = after.get(parameter.name()).toDoubles();
            float[] found = session.values(parameter.name());
            for (int i = 0; i < found.length; i++) {
              assertEquals(expected[i], found[i], tolerance, parameter.name() + " after " + step);
            }
            compared++;
          }
        }
      }
    }
    int each = graph.parameters().size();
    assertTrue(compared > 2 * each && compared <= 3 * each, compared + " of " + each);
  }

  private static double[] losses(String name) throws IOException {
    Path summary = Shared.path("fixtures/training/mini_summary.json");
    JsonObject losses =
        JsonParser.parseString(Files.readString(summary))
            .getAsJsonObject()
            .getAsJsonObject("losses");
    return losses.getAsJsonArray(name + "_f64").asList().stream()
        .mapToDouble(JsonElement::getAsDouble)
        .toArray();
  }

  private static Model model(Graph graph, StateDict start) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Parameter parameter : graph.parameters()) {
      tensors.put(parameter.name(), start.get(parameter.name()).toTensor());
    }
    return new Model(graph, new Weights(tensors));
  }
}
