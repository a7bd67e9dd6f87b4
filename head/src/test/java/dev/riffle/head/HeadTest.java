package dev.riffle.head;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.riffle.assign.Atss;
import dev.riffle.graph.Activation;
import dev.riffle.graph.Graph;
import dev.riffle.graph.Node;
import dev.riffle.graph.Scope;
import dev.riffle.graph.Shape;
import dev.riffle.loss.AtssLoss;
import dev.riffle.loss.BoxOverlap;
import dev.riffle.loss.CrossEntropy;
import dev.riffle.loss.DetectionLoss;
import dev.riffle.loss.LossWeights;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeadTest {
  private static final DetectionLoss LOSS =
      new AtssLoss(new Atss(9, 5), new LossWeights(1, 2, 0.25, BoxOverlap.GIOU));

  private static final NanoDetHead HEAD =
      new NanoDetHead(80, 2, 7, List.of(8, 16, 32), Activation.LEAKY_RELU, LOSS);

  private static List<Node> levels(int channels) {
    return List.of(
        Scope.root().input("p3", new Shape(channels, 8, 12)),
        Scope.root().input("p4", new Shape(channels, 4, 6)),
        Scope.root().input("p5", new Shape(channels, 2, 3)));
  }

  @Test
  void eachLevelHasATowerOfItsOwnUnderTheCheckpointsNames() {
    List<Node> levels = levels(96);
    Graph graph = new Graph(levels, HEAD.build(Scope.root().in("head"), levels));
    assertEquals(
        List.of(new Shape(112, 8, 12), new Shape(112, 4, 6), new Shape(112, 2, 3)),
        graph.outputs().stream().map(Node::shape).toList());
    List<String> names = graph.parameters().stream().map(p -> p.name()).toList();
    assertEquals(
        List.of(
            "head.cls_convs.0.0.depthwise.weight",
            "head.cls_convs.0.0.dwnorm.weight",
            "head.cls_convs.0.0.dwnorm.bias"),
        names.subList(0, 3));
    assertEquals("head.gfl_cls.2.bias", names.get(names.size() - 1));
    // 3 levels · (2 · (96·9 + 96·96 + 4·96) + 112·97)
    assertEquals(3 * (2 * (864 + 9216 + 384) + 10_864), graph.parameterCount());
  }

  @Test
  void aStrideForEachLevelIsNeeded() {
    List<Node> two = levels(96).subList(0, 2);
    assertEquals(
        "head.strides: expected one for each of the 2 feature maps, found [8, 16, 32]",
        assertThrows(IllegalArgumentException.class, () -> HEAD.build(Scope.root(), two))
            .getMessage());
  }

  @Test
  void theHeadOfPlusHasLargerKernelsAndPlacesAtCorners() {
    NanoDetPlusHead plus =
        new NanoDetPlusHead(80, 2, 5, 7, List.of(8, 16, 32), Activation.LEAKY_RELU, LOSS);
    List<Node> levels = levels(96);
    Graph graph = new Graph(levels, plus.build(Scope.root().in("head"), levels));
    // 3 levels · (2 · (96·25 + 96·96 + 4·96) + 112·97)
    assertEquals(3 * (2 * (2400 + 9216 + 384) + 10_864), graph.parameterCount());
    assertEquals(0, plus.decoder().centreOffset());
    assertEquals(0.5f, HEAD.decoder().centreOffset());
    assertEquals(List.of("aux_fpn.*", "aux_head.*"), plus.trainingOnly());
  }

  @Test
  void impossibleNumbersAreRefused() {
    assertEquals(
        "classes: expected 1 or more, found 0",
        assertThrows(IllegalArgumentException.class, () -> new Classifier(0, new CrossEntropy(0)))
            .getMessage());
    assertEquals(
        "regMax: expected 1 to 1000, found 0",
        assertThrows(
                IllegalArgumentException.class,
                () -> new NanoDetHead(1, 2, 0, List.of(8), Activation.RELU, LOSS))
            .getMessage());
  }
}
