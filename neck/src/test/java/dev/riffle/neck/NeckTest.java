package dev.riffle.neck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.riffle.graph.Activation;
import dev.riffle.graph.Graph;
import dev.riffle.graph.Node;
import dev.riffle.graph.Parameter;
import dev.riffle.graph.Scope;
import dev.riffle.graph.Shape;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NeckTest {

  private static List<Node> inputs(Shape... shapes) {
    List<Node> nodes = new ArrayList<>();
    for (Shape shape : shapes) {
      nodes.add(Scope.root().input("c" + (nodes.size() + 3), shape));
    }
    return nodes;
  }

  private static Graph graph(Neck neck, Shape... shapes) {
    List<Node> features = inputs(shapes);
    return new Graph(features, neck.build(Scope.root().in("fpn"), features));
  }

  @Test
  void everyMapKeepsItsSizeAndTakesOneWidth() {
    for (Neck neck : List.of(new Fpn(96), new Pan(96))) {
      Graph graph =
          graph(neck, new Shape(116, 40, 24), new Shape(232, 20, 12), new Shape(464, 10, 6));
      assertEquals(
          List.of(new Shape(96, 40, 24), new Shape(96, 20, 12), new Shape(96, 10, 6)),
          graph.outputs().stream().map(Node::shape).toList());
      // Only the laterals have weights: (116 + 232 + 464) · 96 + 3 · 96.
      assertEquals(78_240, graph.parameterCount());
      assertEquals("fpn.lateral_convs.0.conv.weight", graph.parameters().get(0).name());
    }
  }

  @Test
  void theGhostNeckAddsALevelThatRoundsHalfPlacesUp() {
    GhostPan neck = new GhostPan(96, 5, 1, Activation.LEAKY_RELU);
    Graph graph =
        graph(neck, new Shape(116, 52, 28), new Shape(232, 26, 14), new Shape(464, 13, 7));
    assertEquals(
        List.of(
            new Shape(96, 52, 28),
            new Shape(96, 26, 14),
            new Shape(96, 13, 7),
            new Shape(96, 7, 4)),
        graph.outputs().stream().map(Node::shape).toList());
    List<String> names = graph.parameters().stream().map(Parameter::name).toList();
    for (String expected :
        List.of(
            "fpn.reduce_layers.2.conv.weight",
            "fpn.reduce_layers.0.bn.running_var",
            "fpn.top_down_blocks.1.blocks.0.ghost1.primary_conv.0.weight",
            "fpn.top_down_blocks.0.blocks.0.ghost2.cheap_operation.1.bias",
            "fpn.bottom_up_blocks.1.blocks.0.shortcut.3.weight",
            "fpn.downsamples.0.depthwise.weight",
            "fpn.extra_lvl_in_conv.0.pwnorm.weight",
            "fpn.extra_lvl_out_conv.0.dwnorm.running_mean")) {
      assertTrue(names.contains(expected), expected);
    }
  }

  @Test
  void impossibleGhostsAreRefused() {
    assertEquals(
        "extraLevels: expected 0 or 1, found 2",
        assertThrows(IllegalArgumentException.class, () -> new GhostPan(96, 5, 2, Activation.RELU))
            .getMessage());
    assertEquals(
        "channels: ghost layers make one half from the other, found 97",
        assertThrows(
                IllegalArgumentException.class, () -> new GhostPan(97, 5, 1, Activation.LEAKY_RELU))
            .getMessage());
    assertEquals(
        "a neck mixes feature maps of at least 2 sizes, found 1",
        assertThrows(
                IllegalArgumentException.class,
                () -> graph(new GhostPan(96, 5, 1, Activation.RELU), new Shape(4, 5, 5)))
            .getMessage());
  }

  @Test
  void mapsThatAreNotHalvesAreRefusedWithTheirSizes() {
    assertEquals(
        "fpn.top_down.0.sum: addends differ (fpn.lateral_convs.0.conv 8x5x5,"
            + " fpn.top_down.0.up 8x4x4)",
        assertThrows(
                IllegalArgumentException.class,
                () -> graph(new Pan(8), new Shape(4, 5, 5), new Shape(4, 2, 2)))
            .getMessage());
    assertEquals(
        "a neck mixes feature maps of at least 2 sizes, found 1",
        assertThrows(IllegalArgumentException.class, () -> graph(new Fpn(8), new Shape(4, 5, 5)))
            .getMessage());
  }

  /** Under the names of NanoDet-t's state dict; linear layers at each place have two axes more. */
  @Test
  void theTransformersParametersAreNamedAndSizedAsTheOriginals() {
    Tan neck = new Tan(16, 4, 1, 4, Activation.LEAKY_RELU);
    Graph graph = graph(neck, new Shape(6, 8, 12), new Shape(7, 4, 6), new Shape(8, 2, 3));
    assertEquals(
        List.of(new Shape(16, 8, 12), new Shape(16, 4, 6), new Shape(16, 2, 3)),
        graph.outputs().stream().map(Node::shape).toList());
    assertEquals(
        List.of(
            "fpn.lateral_convs.0.bn.bias [16]",
            "fpn.lateral_convs.0.bn.weight [16]",
            "fpn.lateral_convs.0.conv.weight [16, 6, 1, 1]",
            "fpn.lateral_convs.1.bn.bias [16]",
            "fpn.lateral_convs.1.bn.weight [16]",
            "fpn.lateral_convs.1.conv.weight [16, 7, 1, 1]",
            "fpn.lateral_convs.2.bn.bias [16]",
            "fpn.lateral_convs.2.bn.weight [16]",
            "fpn.lateral_convs.2.conv.weight [16, 8, 1, 1]",
            "fpn.pos_embed [24, 1, 16]",
            "fpn.transformer.conv.conv.bias [16]",
            "fpn.transformer.conv.conv.weight [16, 48, 1, 1]",
            "fpn.transformer.encoders.0.attn.in_proj_bias [48]",
            "fpn.transformer.encoders.0.attn.in_proj_weight [48, 16, 1, 1]",
            "fpn.transformer.encoders.0.attn.out_proj.bias [16]",
            "fpn.transformer.encoders.0.attn.out_proj.weight [16, 16, 1, 1]",
            "fpn.transformer.encoders.0.mlp.fc1.bias [64]",
            "fpn.transformer.encoders.0.mlp.fc1.weight [64, 16, 1, 1]",
            "fpn.transformer.encoders.0.mlp.fc2.bias [16]",
            "fpn.transformer.encoders.0.mlp.fc2.weight [16, 64, 1, 1]",
            "fpn.transformer.encoders.0.norm1.bias [16]",
            "fpn.transformer.encoders.0.norm1.weight [16]",
            "fpn.transformer.encoders.0.norm2.bias [16]",
            "fpn.transformer.encoders.0.norm2.weight [16]"),
        graph.parameters().stream()
            .filter(Parameter::trained)
            .map(p -> p.name() + " " + p.shape())
            .sorted()
            .toList());
  }

  @Test
  void impossibleTransformersAreRefused() {
    assertEquals(
        "heads: expected a divisor of the 16 channels, found 3",
        assertThrows(IllegalArgumentException.class, () -> new Tan(16, 3, 1, 4, Activation.RELU))
            .getMessage());
    Tan neck = new Tan(16, 4, 1, 4, Activation.RELU);
    assertEquals(
        "Tan mixes feature maps of 3 sizes, found 1",
        assertThrows(IllegalArgumentException.class, () -> graph(neck, new Shape(4, 5, 5)))
            .getMessage());
    assertEquals(
        "fpn.gather.all: sizes differ (fpn.gather.0 16x3x3, fpn.lateral_convs.1.act 16x4x4,"
            + " fpn.gather.2 16x4x4)",
        assertThrows(
                IllegalArgumentException.class,
                () -> graph(neck, new Shape(4, 7, 7), new Shape(4, 4, 4), new Shape(4, 2, 2)))
            .getMessage());
  }
}
