package dev.riffle.backbone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.backbone.ShuffleNetV1.Order;
import dev.riffle.backbone.ShuffleNetV1.Width;
import dev.riffle.backbone.ShuffleNetV2.Size;
import dev.riffle.backbone.ShuffleNetV2.Variant;
import dev.riffle.graph.Graph;
import dev.riffle.graph.Model;
import dev.riffle.graph.Parameter;
import dev.riffle.graph.Tensor;
import dev.riffle.graph.Weights;
import dev.riffle.rewrite.Reorder;
import dev.riffle.run.Session;
import dev.riffle.run.reference.ReferenceExecutor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Between which published variants of a network weights can be exchanged, and between which not.
 */
class ExchangeTest {
  private static final int CLASSES = 10;

  private static Model random(Graph graph) {
    return new Model(graph, Weights.random(graph, 7));
  }

  private static Model zeros(Graph graph) {
    Map<String, Tensor> tensors = new HashMap<>();
    for (Parameter parameter : graph.parameters()) {
      tensors.put(
          parameter.name(), new Tensor(new float[parameter.elements()], parameter.dimensions()));
    }
    return new Model(graph, new Weights(tensors));
  }

  private static float[] logits(Model model) {
    Tensor picture = Tensor.random(1, model.graph().inputs().get(0).shape(), 8);
    try (Session session = new ReferenceExecutor().open(model)) {
      return session.run(List.of(picture)).get(0).data();
    }
  }

  private static void assertSame(Model expected, Model found) {
    float[] one = logits(expected);
    float[] other = logits(found);
    float largest = 0;
    for (float number : one) {
      largest = Math.max(largest, Math.abs(number));
    }
    for (int i = 0; i < one.length; i++) {
      assertEquals(one[i], other[i], 1e-4f * largest);
    }
  }

  /** Groups that read as many channels of each other in both orders. */
  @ParameterizedTest
  @CsvSource({"1, X0_5", "2, X1_0", "3, X0_25", "3, X0_5", "3, X1_0", "3, SHALLOW", "8, X2_0"})
  void theFirstNetworksShufflesAreExchanged(int groups, Width width) {
    Graph paper = new ShuffleNetV1(groups, width, Order.PAPER, 0).classifier(32, 32, CLASSES);
    Graph megvii = new ShuffleNetV1(groups, width, Order.MEGVII, 0).classifier(32, 32, CLASSES);
    Model model = random(megvii);
    Model other = Reorder.of(model, paper);
    assertSame(model, other);
    assertEquals(
        Map.of(),
        different(model.weights(), Reorder.of(other, megvii).weights()),
        "there and back");
    if (groups > 1) { // as they are they would compute something else
      assertTrue(logits(model)[0] != logits(new Model(paper, model.weights()))[0]);
    }
  }

  /** 17 channels a group, as of four at 1.0x, do not deal out evenly to four. */
  @ParameterizedTest
  @CsvSource({"4, X1_0", "4, X2_0", "8, X0_5", "8, X1_0", "8, X1_5"})
  void moreGroupsAreRefused(int groups, Width width) {
    Graph paper = new ShuffleNetV1(groups, width, Order.PAPER, 0).classifier(32, 32, CLASSES);
    Graph megvii = new ShuffleNetV1(groups, width, Order.MEGVII, 0).classifier(32, 32, CLASSES);
    String message =
        assertThrows(IllegalArgumentException.class, () -> Reorder.of(zeros(megvii), paper))
            .getMessage();
    assertTrue(
        message.matches(
            "features\\..*: channels that are read alike number \\d+, .* \\d+; no order.*"),
        message);
  }

  // There and back every number is where it was, or where another of the same kind was.
  private static Map<String, Integer> different(Weights one, Weights other) {
    Map<String, Integer> different = new HashMap<>();
    one.tensors()
        .forEach(
            (name, tensor) -> {
              float[] a = tensor.data().clone();
              float[] b = other.get(name).data().clone();
              Arrays.sort(a);
              Arrays.sort(b);
              if (!Arrays.equals(a, b)) {
                different.put(name, a.length);
              }
            });
    return different;
  }

  private static Graph v2(Size size, Variant variant) {
    return new ShuffleNetV2(size, variant).classifier(32, 32, CLASSES);
  }

  /** At 0.5× both variants' first unit emits 24 + 24 channels; only torchvision's has a bias. */
  @Test
  void theSecondNetworksVariantsAreExchangedAtHalfWidth() {
    Model megvii = random(v2(Size.X0_5, Variant.MEGVII));
    Model torchvision = Reorder.of(megvii, v2(Size.X0_5, Variant.TORCHVISION));
    assertSame(megvii, torchvision);
    assertSame(megvii, Reorder.of(torchvision, megvii.graph()));
    Model biased = random(torchvision.graph());
    String message =
        assertThrows(IllegalArgumentException.class, () -> Reorder.of(biased, megvii.graph()))
            .getMessage();
    assertTrue(
        message.matches("fc\\.bias: 10 numbers up to .*, but classifier.0 has no bias"), message);
  }

  private static ShuffleNetV2 half(Variant variant) {
    return new ShuffleNetV2(Size.X0_5, variant);
  }

  private static void assertExchanged(ShuffleNetV2 one, ShuffleNetV2 other) {
    Model model = random(one.classifier(32, 32, CLASSES));
    assertSame(model, Reorder.of(model, other.classifier(32, 32, CLASSES)));
  }

  /** What is added must stay in its place, which ties channels that the variants part. */
  @Test
  void soAreItsSqueezedAndWideFormsButNotTheResidualOne() {
    assertExchanged(half(Variant.MEGVII).withSqueeze(4), half(Variant.TORCHVISION).withSqueeze(4));
    assertExchanged(half(Variant.MEGVII).withWide(), half(Variant.TORCHVISION).withWide());
    ShuffleNetV2 residual = half(Variant.MEGVII).withResidual();
    ShuffleNetV2 other = half(Variant.TORCHVISION).withResidual();
    assertThrows(IllegalArgumentException.class, () -> assertExchanged(residual, other));
  }

  /** 58 + 58 channels against 24 + 92, and so on: neither is the other in another order. */
  @ParameterizedTest
  @EnumSource(
      value = Size.class,
      names = {"X1_0", "X1_5", "X2_0", "LAYERS_50"})
  void otherWidthsAreRefused(Size size) {
    for (boolean turned : new boolean[] {false, true}) {
      Graph one = v2(size, turned ? Variant.MEGVII : Variant.TORCHVISION);
      Graph other = v2(size, turned ? Variant.TORCHVISION : Variant.MEGVII);
      String message =
          assertThrows(IllegalArgumentException.class, () -> Reorder.of(zeros(one), other))
              .getMessage();
      assertTrue(message.contains("no order of channels makes one of the other"), message);
      if (size == Size.X1_0 && !turned) {
        assertTrue(message.startsWith("stage2.0.branch1.2 58x"), message);
        assertTrue(message.contains(" stands where features.0.branch_proj.2 24x"), message);
      }
    }
  }

  /** What a backbone hands out is seen in its order, which differs. */
  @Test
  void mapsThatAreHandedOutCannotBeExchanged() {
    Graph megvii = new ShuffleNetV2(Size.X0_5, Variant.MEGVII).graph(32, 32);
    Graph torchvision = new ShuffleNetV2(Size.X0_5, Variant.TORCHVISION).graph(32, 32);
    String message =
        assertThrows(IllegalArgumentException.class, () -> Reorder.of(zeros(megvii), torchvision))
            .getMessage();
    assertTrue(message.contains("no order of channels"), message);
  }
}
