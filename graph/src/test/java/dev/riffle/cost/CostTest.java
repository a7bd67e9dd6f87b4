package dev.riffle.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.riffle.graph.Graph;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op.Attention;
import dev.riffle.graph.Op.BatchNorm;
import dev.riffle.graph.Op.Concat;
import dev.riffle.graph.Op.Conv2d;
import dev.riffle.graph.Op.Detach;
import dev.riffle.graph.Op.Linear;
import dev.riffle.graph.Op.MeanPool;
import dev.riffle.graph.Op.Slice;
import dev.riffle.graph.Scope;
import dev.riffle.graph.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class CostTest {
  private final Scope root = Scope.root();

  private static LayerCost last(Node input, Node output) {
    List<LayerCost> layers = Cost.of(new Graph(List.of(input), List.of(output))).layers();
    return layers.get(layers.size() - 1);
  }

  @Test
  void pointwiseConvolutionsCostWhatTheFirstGuidelineSays() {
    // hw(c1 + c2) + c1·c2 at 56×56: the table's 128:128 row says 819.2 K, its 52:312 row 1157.7 K.
    Node x = root.input("x", new Shape(128, 56, 56));
    LayerCost even = last(x, root.node("conv", Conv2d.pointwise(128), x));
    assertEquals(819_200, even.memoryAccess());
    assertEquals(56L * 56 * 128 * 128, even.macs());
    Node y = root.input("y", new Shape(52, 56, 56));
    assertEquals(1_157_728, last(y, root.node("conv", Conv2d.pointwise(312), y)).memoryAccess());
  }

  @Test
  void groupsAndStridesAreCounted() {
    Node x = root.input("x", new Shape(8, 9, 7));
    LayerCost depthwise = last(x, root.node("conv", Conv2d.depthwise(8, 3, 2), x));
    assertEquals(
        new LayerCost("conv", "Conv2d", new Shape(8, 5, 4), 72, 1440, 504 + 160 + 72), depthwise);
    LayerCost grouped = last(x, root.node("conv", new Conv2d(4, 3, 1, 1, 2, true), x));
    assertEquals(4 * 63 * 4 * 9, grouped.macs());
    assertEquals(4 * 4 * 9 + 4, grouped.parameters());
  }

  @Test
  void totalsAreSumsAndOnlyConvolutionsAndLinearLayersMultiply() {
    Node x = root.input("x", new Shape(4, 2, 2));
    Node norm = root.node("norm", BatchNorm.DEFAULT, x);
    Node half = root.node("half", new Slice(0, 2), norm);
    Node both = root.node("both", new Concat(), half, norm);
    Node linear = root.node("fc", new Linear(5, true), root.node("pool", new MeanPool(), both));
    Cost cost = Cost.of(new Graph(List.of(x), List.of(linear)));
    assertEquals(8 + 35, cost.parameters());
    assertEquals(30, cost.macs());
    // norm 16+16+8, half 0, both 8+16+24, pool 24+6, fc 6+5+35
    assertEquals(40 + 48 + 30 + 46, cost.memoryAccess());
  }

  @Test
  void sharedParametersAreCountedOnceAndReadByEach() {
    Node x = root.input("x", new Shape(3, 2, 2));
    Node first = root.in("a").sharing(root).node("conv", Conv2d.pointwise(3), x);
    Node last = root.in("b").sharing(root).node("conv", Conv2d.pointwise(3), first);
    Cost cost = Cost.of(new Graph(List.of(x), List.of(last)));
    assertEquals(9, cost.parameters());
    assertEquals(List.of(9L, 0L), cost.layers().stream().map(LayerCost::parameters).toList());
    assertEquals(2 * 36, cost.macs());
    assertEquals(2 * (12 + 12 + 9), cost.memoryAccess());
  }

  @Test
  void attentionMultipliesEveryPlaceByEveryPlaceTwice() {
    Node x = root.input("x", new Shape(12, 5, 3));
    LayerCost attention = last(x, root.node("heads", new Attention(2), x));
    assertEquals(2 * 15 * 15 * 4, attention.macs());
    assertEquals(0, attention.parameters());
    assertEquals(12 * 15 + 4 * 15, attention.memoryAccess());
  }

  @Test
  void detachingCostsNothing() {
    Node x = root.input("x", new Shape(12, 5, 3));
    assertEquals(0, last(x, root.node("detached", new Detach(), x)).memoryAccess());
  }
}
