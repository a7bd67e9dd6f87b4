package dev.riffle.backbone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.riffle.backbone.PlainNet.Unit;
import dev.riffle.cost.Cost;
import dev.riffle.cost.LayerCost;
import dev.riffle.graph.Graph;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainNetTest {

  /** The ShuffleNet paper's formulas for a unit of c channels on 28×28 places. */
  @ParameterizedTest
  @CsvSource({
    "VGG, 16, 4608", // 18 · 16²
    "RESNET, 64, 4352", // 2 · 64 · 16 + 9 · 16²
    "RESNEXT, 64, 4672", // 2 · 64 · 32 + 9 · 32² / 16
    "XCEPTION, 64, 2192" // 2 · 64 · 16 + 9 · 16
  })
  void unitsCostWhatThePaperSays(Unit unit, int channels, long aPlace) {
    Graph graph = new PlainNet(unit, channels).classifier(224, 224, 10);
    long macs =
        Cost.of(graph).layers().stream()
            .filter(layer -> layer.name().startsWith("stage2.1."))
            .mapToLong(LayerCost::macs)
            .sum();
    assertEquals(28 * 28 * aPlace, macs);
  }

  @Test
  void groupsMustFit() {
    assertEquals(
        "channels: RESNEXT units need a multiple of 32 up to 100000, found 48",
        assertThrows(IllegalArgumentException.class, () -> new PlainNet(Unit.RESNEXT, 48))
            .getMessage());
    assertEquals(
        "channels: XCEPTION units add to the stem's 24, found 24",
        assertThrows(IllegalArgumentException.class, () -> new PlainNet(Unit.XCEPTION, 24))
            .getMessage());
  }

  /** The first paper says so of the name, and gives both the same errors at every cost. */
  @Test
  void xceptionLikeIsShuffleNetWithOneGroup() {
    Graph plain = new PlainNet(Unit.XCEPTION, 144).graph(64, 64);
    Graph shuffled = new ShuffleNetV1(1, ShuffleNetV1.Width.X1_0).graph(64, 64);
    assertEquals(ops(shuffled), ops(plain));
  }

  private static List<String> ops(Graph graph) {
    return graph.nodes().stream().map(node -> node.op() + " " + node.shape()).toList();
  }
}
