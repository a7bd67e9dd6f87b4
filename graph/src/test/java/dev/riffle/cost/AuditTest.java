package dev.riffle.cost;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.riffle.graph.Activation;
import dev.riffle.graph.Graph;
import dev.riffle.graph.Node;
import dev.riffle.graph.Op.Activate;
import dev.riffle.graph.Op.Add;
import dev.riffle.graph.Op.AvgPool;
import dev.riffle.graph.Op.Concat;
import dev.riffle.graph.Op.Conv2d;
import dev.riffle.graph.Op.Linear;
import dev.riffle.graph.Op.MeanPool;
import dev.riffle.graph.Op.Multiply;
import dev.riffle.graph.Scope;
import dev.riffle.graph.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuditTest {
  private final Scope root = Scope.root();

  private static List<Breach> breaches(Guideline guideline, Node input, Node output) {
    return Audit.of(new Graph(List.of(input), List.of(output))).of(guideline);
  }

  private static String only(List<Breach> breaches) {
    assertEquals(1, breaches.size(), breaches.toString());
    Breach it = breaches.get(0);
    return String.join(
        "|", it.place(), it.what(), Long.toString(it.memoryAccess()), Long.toString(it.excess()));
  }

  /** The paper's first table: thousands of numbers moved, and how many times the least that is. */
  @ParameterizedTest
  @CsvSource({"90, 180, 862.9, 1.059", "52, 312, 1157.7, 1.420", "36, 432, 1483.2, 1.859"})
  void unequalChannelsMoveWhatTheFirstTableSays(int in, int out, double thousands, double ratio) {
    Node x = root.input("x", new Shape(in, 56, 56));
    Breach found = breaches(Guideline.G1, x, root.node("conv", Conv2d.pointwise(out), x)).get(0);
    assertEquals(in + " -> " + out + " channels", found.what());
    assertEquals(thousands, found.memoryAccess() / 1e3, 0.05);
    double least = found.memoryAccess() - found.excess();
    assertEquals(ratio, found.memoryAccess() / least, 0.0005);
  }

  // 4 -> 9 channels: 6 places · (3 − 2)².
  @Test
  void theFirstGuidelineIsForPointwiseConvolutions() {
    Node x = root.input("x", new Shape(4, 2, 3));
    Node even = root.node("even", Conv2d.pointwise(4), x);
    Node wide = root.node("wide", Conv2d.dense(9, 3, 1), even);
    assertEquals(List.of(), breaches(Guideline.G1, x, wide));
    Node uneven = root.node("uneven", Conv2d.pointwise(9), even);
    assertEquals("uneven|4 -> 9 channels|114|6", only(breaches(Guideline.G1, x, uneven)));
  }

  // Of 8 channels in 4 groups one group could afford 2: 6 of them in 12 places are too many.
  @Test
  void groupsWriteChannelsThatOneGroupCouldNotAfford() {
    Node x = root.input("x", new Shape(8, 3, 4));
    Node depthwise = root.node("depthwise", Conv2d.depthwise(8, 3, 1), x);
    Node dense = root.node("dense", Conv2d.pointwise(8), depthwise);
    assertEquals(List.of(), breaches(Guideline.G2, x, dense));
    Node grouped = root.node("grouped", new Conv2d(8, 1, 1, 0, 4, false), dense);
    assertEquals("grouped|4 groups|208|72", only(breaches(Guideline.G2, x, grouped)));
    // The paper's formula, hw·c1 + B·g/c1 + B/hw: what it gives beyond that with one group.
    int multiplyAdds = 12 * 8 * 8 / 4;
    assertEquals(72, multiplyAdds * 4 / 8 - multiplyAdds / 8);
  }

  // Three layers read x (8·16 numbers), of which two again; 1×1 and 3×3 stand in a row.
  @Test
  void unitsWithLayersAbreastAreFragmented() {
    Node x = root.input("x", new Shape(8, 4, 4));
    Scope unit = root.in("stage").in(0);
    Node left = unit.in("left").chain(x).then(Conv2d.pointwise(8), Conv2d.dense(8, 3, 1)).end();
    Node right = unit.in("right").chain(x).then(Conv2d.pointwise(8)).end();
    Node pool = unit.node("pool", new AvgPool(3, 1, 1), x);
    Node all = unit.node("concat", new Concat(), left, right, pool);
    // 1×1: 256 maps + 64; 3×3: 256 + 576; pool 256
    assertEquals(
        "stage.0|4 layers, 3 abreast, 2 in a row|" + (2 * 320 + 832 + 256) + "|256",
        only(breaches(Guideline.G3, x, all)));
  }

  @Test
  void layersInARowAreNotAndUnitsInsideAreTheirOwn() {
    Node x = root.input("x", new Shape(8, 4, 4));
    Scope outer = root.in("outer");
    Scope inner = outer.in("inner");
    Node one = inner.node("one", Conv2d.pointwise(8), x);
    Node two = inner.node("two", Conv2d.pointwise(8), x);
    Node sum = inner.node("sum", new Add(), one, two);
    Node last = outer.node("last", Conv2d.pointwise(8), sum);
    Node end = outer.node("sum", new Add(), last, x);
    assertEquals(
        "outer.inner|2 layers, 2 abreast, 1 in a row|640|128",
        only(breaches(Guideline.G3, x, end)));
  }

  @Test
  void elementWiseWorkCostsAllThatItMoves() {
    Node x = root.input("x", new Shape(4, 2, 2));
    Node relu = root.node("relu", Activate.RELU, x);
    Node still = root.node("still", new Activate(Activation.IDENTITY), relu);
    Node sum = root.node("sum", new Add(), still, x);
    Node gate = root.node("fc", new Linear(4, false), root.node("mean", new MeanPool(), sum));
    List<Breach> found = breaches(Guideline.G4, x, root.node("product", new Multiply(), sum, gate));
    assertEquals(
        List.of("activation", "sum", "product"), found.stream().map(Breach::what).toList());
    assertEquals(List.of(32L, 48L, 36L), found.stream().map(Breach::excess).toList());
  }
}
