package dev.riffle.head;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.assign.Atss;
import dev.riffle.box.Box;
import dev.riffle.box.Truths;
import dev.riffle.graph.Activation;
import dev.riffle.graph.Graph;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op;
import dev.riffle.graph.Parameter;
import dev.riffle.graph.Scope;
import dev.riffle.graph.Shape;
import dev.riffle.graph.Tensor;
import dev.riffle.loss.AtssLoss;
import dev.riffle.loss.DetectionLoss;
import dev.riffle.loss.Loss;
import dev.riffle.loss.LossWeights;
import dev.riffle.loss.term.BoxOverlap;
import dev.riffle.neck.GhostPan;
import dev.riffle.neck.Pan;
import java.util.ArrayList;
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
        assertThrows(IllegalArgumentException.class, () -> new Classifier(0)).getMessage());
    assertEquals(
        "groups: expected a divisor of the 96 channels, found 36",
        assertThrows(
                IllegalArgumentException.class,
                () -> new GflHead(80, 96, 4, 36, 7, List.of(8), Activation.RELU, LOSS))
            .getMessage());
    assertEquals(
        "regMax: expected 1 to 1000, found 0",
        assertThrows(
                IllegalArgumentException.class,
                () -> new NanoDetHead(1, 2, 0, List.of(8), Activation.RELU, LOSS))
            .getMessage());
  }

  @Test
  void headsLearnByTheirLossWhatTheirDecoderReads() {
    NanoDetHead head = new NanoDetHead(2, 0, 3, List.of(8), Activation.RELU, LOSS);
    Shape input = new Shape(3, 16, 16);
    List<Tensor> outputs = List.of(Tensor.random(1, new Shape(18, 2, 2), 1));
    Truths truths = new Truths(List.of(new Truths.Truth(new Box(0, 0, 12, 12), 1)), List.of());
    Loss loss = head.loss(outputs, List.of(truths), input);
    assertTrue(loss.total() > 0);
    Loss same = LOSS.of(head.decoder(), outputs, List.of(truths), input);
    assertEquals(same.terms(), loss.terms());
  }

  /** What a state dict of the original's heads of this kind holds, by name. */
  @Test
  void theTowersOfAGflHeadAreSharedByAllLevels() {
    GflHead gfl = new GflHead(80, 64, 2, 32, 7, List.of(8, 16, 32), Activation.RELU, LOSS);
    List<Node> levels = levels(96);
    Graph graph = new Graph(levels, gfl.build(Scope.root().in("head"), levels));
    assertEquals(
        List.of(new Shape(112, 8, 12), new Shape(112, 4, 6), new Shape(112, 2, 3)),
        graph.outputs().stream().map(Node::shape).toList());
    assertEquals(
        List.of(
            "head.cls_convs.0.conv.weight [64, 96, 3, 3]",
            "head.cls_convs.0.gn.bias [64]",
            "head.cls_convs.0.gn.weight [64]",
            "head.cls_convs.1.conv.weight [64, 64, 3, 3]",
            "head.cls_convs.1.gn.bias [64]",
            "head.cls_convs.1.gn.weight [64]",
            "head.gfl_cls.bias [80]",
            "head.gfl_cls.weight [80, 64, 3, 3]",
            "head.gfl_reg.bias [32]",
            "head.gfl_reg.weight [32, 64, 3, 3]",
            "head.reg_convs.0.conv.weight [64, 96, 3, 3]",
            "head.reg_convs.0.gn.bias [64]",
            "head.reg_convs.0.gn.weight [64]",
            "head.reg_convs.1.conv.weight [64, 64, 3, 3]",
            "head.reg_convs.1.gn.bias [64]",
            "head.reg_convs.1.gn.weight [64]",
            "head.scales.0.scale []",
            "head.scales.1.scale []",
            "head.scales.2.scale []"),
        graph.parameters().stream().map(p -> p.name() + " " + p.shape()).sorted().toList());
    assertEquals(0.5f, gfl.decoder().centreOffset());
    assertEquals(List.of("distribution_project.project"), gfl.unused());
  }

  @Test
  void aSimpleHeadIsAGflHeadWithPlacesAtCorners() {
    List<Node> levels = levels(96);
    SimpleConvHead simple =
        new SimpleConvHead(80, 64, 4, 32, 7, List.of(8, 16, 32), Activation.LEAKY_RELU, LOSS);
    GflHead gfl = new GflHead(80, 64, 4, 32, 7, List.of(8, 16, 32), Activation.LEAKY_RELU, LOSS);
    assertEquals(
        new Graph(levels, gfl.build(Scope.root(), levels)).toString(),
        new Graph(levels, simple.build(Scope.root(), levels)).toString());
    assertEquals(0, simple.decoder().centreOffset());
  }

  @Test
  void onlyPlusHasABranchForTraining() {
    List<Node> levels = levels(96);
    assertEquals(List.of(), HEAD.auxiliary(Scope.root(), new Pan(96), levels, levels, true));
  }

  @Test
  void theBranchOfPlusReadsWhatBothNecksHandOut() {
    NanoDetPlusHead plus =
        new NanoDetPlusHead(80, 2, 5, 7, List.of(8, 16, 32, 64), Activation.LEAKY_RELU, LOSS);
    GhostPan neck = new GhostPan(96, 5, 1, Activation.LEAKY_RELU);
    List<Node> features = levels(24);
    List<Node> maps = neck.build(Scope.root().in("fpn"), features);
    List<Node> branch = plus.auxiliary(Scope.root(), neck, features, maps, true);
    assertEquals(
        List.of(
            new Shape(112, 8, 12),
            new Shape(112, 4, 6),
            new Shape(112, 2, 3),
            new Shape(112, 1, 2)),
        branch.stream().map(Node::shape).toList());
    Graph graph = new Graph(features, branch);
    long detached = graph.nodes().stream().filter(n -> n.op() instanceof Op.Detach).count();
    assertEquals(3 + 4, detached);
    List<String> reading = new ArrayList<>();
    for (Node node : graph.nodes()) {
      for (Node input : node.inputs()) {
        boolean crosses = !node.name().startsWith("fpn") && !input.name().startsWith("aux");
        if (crosses && !(node.op() instanceof Op.Detach)) {
          reading.add(node.name());
        }
      }
    }
    assertEquals(List.of(), reading, "reads the network past a Detach");
    // 8 convolutions and norms, two last convolutions, a scale a level.
    assertEquals(
        8 * (192 * 192 * 9 + 2 * 192) + 80 * 192 * 9 + 80 + 32 * 192 * 9 + 32 + 4,
        graph.parameters().stream()
            .filter(p -> p.name().startsWith("aux_head."))
            .mapToLong(Parameter::elements)
            .sum());
    Node both =
        graph.nodes().stream()
            .filter(n -> n.name().equals("aux_head.both.0"))
            .findFirst()
            .orElseThrow();
    assertEquals(maps.get(0), both.inputs().get(0).input());
    Graph bound = new Graph(features, plus.auxiliary(Scope.root(), neck, features, maps, false));
    assertEquals(graph.nodes().size() - detached, bound.nodes().size());
    assertEquals(graph.parameters(), bound.parameters());
  }

  @Test
  void aBranchOfOtherLevelsIsRefused() {
    NanoDetPlusHead plus =
        new NanoDetPlusHead(80, 2, 5, 7, List.of(8, 16, 32, 64), Activation.LEAKY_RELU, LOSS);
    List<Node> levels = levels(96);
    GhostPan neck = new GhostPan(96, 5, 1, Activation.LEAKY_RELU);
    assertEquals(
        "aux_fpn: expected 3 levels as the network's, found 4",
        assertThrows(
                IllegalArgumentException.class,
                () -> plus.auxiliary(Scope.root(), neck, levels, levels, false))
            .getMessage());
  }
}
