package dev.riffle.backbone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.backbone.ShuffleNetV2.Size;
import dev.riffle.cost.Cost;
import dev.riffle.graph.Activation;
import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Node;
import dev.riffle.graph.Parameter;
import dev.riffle.graph.Shape;
import dev.riffle.graph.Tensor;
import dev.riffle.graph.Weights;
import dev.riffle.run.Session;
import dev.riffle.run.reference.ReferenceExecutor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShuffleNetV2Test {

  private static List<Shape> shapes(Graph graph) {
    return graph.outputs().stream().map(Node::shape).toList();
  }

  /** Counts of torchvision's networks without conv5 and the fully connected layer, at 224×224. */
  @ParameterizedTest
  @CsvSource({
    "X0_25, 40512, 14.66, 24, 48, 96",
    "X0_33, 67712, 18.73, 32, 64, 128",
    "X0_5, 143136, 29.82, 48, 96, 192",
    "X1_0, 776420, 120.60, 116, 232, 464",
    "X1_5, 1755680, 259.41, 176, 352, 704",
    "X2_0, 3342052, 483.26, 244, 488, 976"
  })
  void countsAreThePublishedOnes(Size size, long parameters, double millions, int a, int b, int c) {
    Graph graph = new ShuffleNetV2(size).graph(224, 224);
    assertEquals(parameters, graph.parameterCount());
    assertEquals(millions, Cost.of(graph).macs() / 1e6, 0.005);
    assertEquals(
        List.of(new Shape(a, 28, 28), new Shape(b, 14, 14), new Shape(c, 7, 7)), shapes(graph));
  }

  @Test
  void handsOutAnySubsetOfStages() {
    ShuffleNetV2 one = new ShuffleNetV2(Size.X0_5).withStages(List.of(3), false);
    assertEquals(List.of(new Shape(96, 4, 6)), shapes(one.graph(64, 96)));
    assertTrue(
        one.graph(64, 96).parameters().stream().noneMatch(p -> p.name().startsWith("stage4")));
    ShuffleNetV2 two = new ShuffleNetV2(Size.X0_5).withStages(List.of(2, 4), true);
    assertEquals(List.of(new Shape(48, 8, 12), new Shape(1024, 2, 3)), shapes(two.graph(64, 96)));
  }

  @Test
  void namesAreTorchvisions() {
    List<String> names =
        new ShuffleNetV2(Size.X1_0)
            .withStages(List.of(4), true).graph(224, 224).parameters().stream()
                .map(Parameter::name)
                .toList();
    // 56 convolutions and as many BatchNorms of four arrays each.
    assertEquals(56 * 5, names.size());
    assertEquals("conv1.0.weight", names.get(0));
    assertEquals("conv5.1.running_var", names.get(names.size() - 1));
    for (String expected :
        List.of(
            "stage2.0.branch1.0.weight",
            "stage2.0.branch1.3.bias",
            "stage2.0.branch2.6.running_mean",
            "stage3.7.branch2.5.weight",
            "stage4.3.branch2.4.running_var")) {
      assertTrue(names.contains(expected), expected);
    }
  }

  @Test
  void impossibleStagesAreRefused() {
    for (List<Integer> stages : List.of(List.of(4, 3), List.of(1, 2), List.of(5), List.of(2, 2))) {
      assertEquals(
          "stages: expected some of 2, 3, 4 in ascending order, found " + stages,
          assertThrows(
                  IllegalArgumentException.class,
                  () -> new ShuffleNetV2(Size.X1_0).withStages(stages, false))
              .getMessage());
    }
    assertEquals(
        "conv5 stands behind stage 4, but stages are [2, 3]",
        assertThrows(
                IllegalArgumentException.class,
                () -> new ShuffleNetV2(Size.X1_0).withStages(List.of(2, 3), true))
            .getMessage());
  }

  /**
   * At even sizes TensorFlow's windows are PyTorch's seen in a mirror: what stands on the right
   * there stands on the left here. So both networks must agree on a mirrored picture, with mirrored
   * kernels, and variances that make up for the other epsilon.
   */
  @Test
  void tensorFlowsVariantIsTorchvisionsInAMirror() {
    Graph graph =
        new ShuffleNetV2(Size.X0_5, ShuffleNetV2.Variant.TENSORFLOW).classifier(64, 96, 10);
    Graph mirror = new ShuffleNetV2(Size.X0_5).classifier(64, 96, 10);
    Weights weights = Weights.random(graph, 3);
    Map<String, Tensor> mirrored = new LinkedHashMap<>();
    weights.tensors().forEach((name, tensor) -> mirrored.put(name, mirrored(name, tensor)));
    float[] numbers = new float[3 * 64 * 96];
    Random random = new Random(4);
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    Tensor picture = new Tensor(numbers, 1, 3, 64, 96);
    float[] found = run(new Model(graph, weights), picture);
    float[] expected = run(new Model(mirror, new Weights(mirrored)), mirrored("picture", picture));
    for (int i = 0; i < found.length; i++) {
      assertEquals(expected[i], found[i], 1e-3 + 1e-4 * Math.abs(expected[i]));
    }
    assertNotEquals(expected[0], run(new Model(mirror, weights), picture)[0], 1);
  }

  private static Tensor mirrored(String name, Tensor tensor) {
    float[] from = tensor.data();
    float[] to = from.clone();
    if (tensor.rank() == 4) {
      int plane = tensor.size(2) * tensor.size(3);
      for (int i = 0; i < to.length; i++) {
        to[i] = from[i / plane * plane + plane - 1 - i % plane];
      }
    } else if (name.endsWith("running_var")) {
      for (int i = 0; i < to.length; i++) {
        to[i] = (float) (from[i] + 1e-3 - 1e-5);
      }
    }
    return new Tensor(to, tensor.shape());
  }

  private static float[] run(Model model, Tensor picture) {
    try (Session session = new ReferenceExecutor().open(model)) {
      return session.run(List.of(picture)).get(0).data();
    }
  }

  @Test
  void tensorFlowsMaximumTakesNoNegatives() {
    ShuffleNetV2 net = new ShuffleNetV2(Size.X0_5, ShuffleNetV2.Variant.TENSORFLOW);
    assertEquals(
        "activation: TENSORFLOW needs one that is never negative, as RELU, found LEAKY_RELU",
        assertThrows(
                IllegalArgumentException.class, () -> net.withActivation(Activation.LEAKY_RELU))
            .getMessage());
  }
}
